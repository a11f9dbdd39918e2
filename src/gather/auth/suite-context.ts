import type { AuthSurface } from '../../model/evidence.ts';
import type { Target } from '../../model/target.ts';
import type { SuiteContext } from '../../suites/index.ts';
import { siteOf } from '../site.ts';
import { presetNamed } from './auth-surface.ts';

export const suiteContextOf = (target: Target, { preset, apiPath }: AuthSurface): SuiteContext => ({
  stack: presetNamed(preset),
  apiPath,
  site: siteOf(target),
});
