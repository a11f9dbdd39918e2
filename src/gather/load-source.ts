import { emptySession } from '../flows/interpreter.ts';
import type { VirtualUser, Workload } from '../flows/workload.ts';
import type { LoadPlan } from '../load/plan/contract.ts';
import type { AuthSurface } from '../model/evidence.ts';
import type { SuiteId } from '../model/suite.ts';
import { workloadOf } from '../suites/index.ts';
import { plainId, plainWorkload } from '../suites/plain.ts';
import { suiteContextOf } from './auth/suite-context.ts';
import { signInAll, type SignIns } from './auth/sign-in-all.ts';
import type { GatherContext, SignInContext } from './context.ts';
import { siteOf } from './site.ts';

/** Who sends the load, and what each suite sends. */
export interface LoadSource {
  /** One virtual user for each connection. @throws ToolError `auth-failed` (15) where a sign-in is refused. */
  users(): Promise<readonly VirtualUser[]>;
  /** Null where the server has no such flow. */
  workloadOf(suite: SuiteId): Workload | null;
}

/** Users with a session each, and the flows of the auth stack that was found. */
export function signedInSource(context: SignInContext, signIns: SignIns, surface: AuthSurface): LoadSource {
  const suiteContext = suiteContextOf(context.target, surface);
  return {
    users: () => signInAll(context, signIns, suiteContext.stack),
    workloadOf: (suite) => workloadOf(suite, suiteContext),
  };
}

/** Users without a session, and the GET of the target's URL. */
export const plainSource = ({ target }: GatherContext, { connections }: LoadPlan): LoadSource => ({
  users: async () => Array.from({ length: connections }, () => anonymous),
  workloadOf: (suite) => (suite === plainId ? plainWorkload(target.path, siteOf(target)) : null),
});

const anonymous: VirtualUser = { credentials: { username: '', password: '' }, session: emptySession };
