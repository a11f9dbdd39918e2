import type { AuthSurface } from '../../model/auth-evidence.ts';
import { atAuthServer } from '../../stacks/auth/at-auth-server.ts';
import { fitted } from '../../stacks/auth/fit.ts';
import type { SuiteContext } from '../../suites/index.ts';
import type { SignInContext } from '../context.ts';
import { siteOf } from '../site.ts';
import { presetNamed } from './preset.ts';

export const suiteContextOf = (
  { target, values, stack }: Pick<SignInContext, 'target' | 'values' | 'stack'>,
  { preset, apiPath, bind, renewable }: Pick<AuthSurface, 'preset' | 'apiPath' | 'bind' | 'renewable'>,
): SuiteContext => {
  const site = siteOf(target, values, bind);
  const here = fitted(stack ?? presetNamed(preset), site);
  const fitting = target.auth === undefined ? here : atAuthServer(here);
  return { stack: renewable ? fitting : { ...fitting, refresh: null }, apiPath, site };
};
