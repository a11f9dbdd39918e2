import type { AuthSurface } from '../../model/evidence.ts';
import type { Target } from '../../model/target.ts';
import type { Ground } from '../../suites/index.ts';
import { siteOf } from '../site.ts';
import { presetNamed } from './auth-surface.ts';

export const groundOf = (target: Target, { preset, apiPath }: AuthSurface): Ground => ({
  stack: presetNamed(preset),
  apiPath,
  site: siteOf(target),
});
