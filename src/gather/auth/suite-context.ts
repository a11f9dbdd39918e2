import type { AuthSurface } from '../../model/evidence.ts';
import type { SuiteContext } from '../../suites/index.ts';
import type { GatherContext } from '../context.ts';
import { siteOf } from '../site.ts';
import { presetNamed } from './auth-surface.ts';

export const suiteContextOf = (
  { target, values }: Pick<GatherContext, 'target' | 'values'>,
  { preset, apiPath }: AuthSurface,
): SuiteContext => ({
  stack: presetNamed(preset),
  apiPath,
  site: siteOf(target, values),
});
