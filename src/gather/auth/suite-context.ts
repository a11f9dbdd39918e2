import type { AuthSurface } from '../../model/evidence.ts';
import type { SuiteContext } from '../../suites/index.ts';
import type { SignInContext } from '../context.ts';
import { siteOf } from '../site.ts';
import { presetNamed } from './auth-surface.ts';

export const suiteContextOf = (
  { target, values, stack }: Pick<SignInContext, 'target' | 'values' | 'stack'>,
  { preset, apiPath }: AuthSurface,
): SuiteContext => ({
  stack: stack ?? presetNamed(preset),
  apiPath,
  site: siteOf(target, values),
});
