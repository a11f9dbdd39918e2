import { emptySession } from '../flows/interpreter.ts';
import type { VirtualUser, Workload } from '../flows/workload.ts';
import type { LoadPlan } from '../load/plan/contract.ts';
import type { AuthSurface } from '../model/auth-evidence.ts';
import type { SuiteId } from '../model/suite.ts';
import { workloadOf } from '../suites/index.ts';
import { ownWorkload } from '../suites/own.ts';
import { suiteContextOf } from './auth/suite-context.ts';
import { signInAll } from './auth/sign-in-all.ts';
import type { GatherContext, SignInContext } from './context.ts';
import { siteOf } from './site.ts';

/** Who sends the load, and what each suite sends. */
export interface LoadSource {
  /** One virtual user for each connection. @throws ToolError `auth-failed` (15) where a sign-in is refused. */
  users(): Promise<readonly VirtualUser[]>;
  /** Null where the server has no such flow. */
  workloadOf(suite: SuiteId): Workload | null;
  /** Whether the suite neither uses nor changes the sessions of the users. */
  isWithoutSession(suite: SuiteId): boolean;
}

/** Users with a session each, the flows of the auth stack that was found, and the user's own flows. */
export function signedInSource(context: SignInContext, plan: LoadPlan, surface: AuthSurface): LoadSource {
  const suiteContext = suiteContextOf(context, surface);
  const { stack, site } = suiteContext;
  const accounts = plan.users.kind === 'signed-in' ? plan.users.accounts : [];
  return {
    users: () => signInAll(context, { connections: plan.connections, accounts }, suiteContext),
    workloadOf(suite) {
      const own = ownFlowOf(plan, suite);
      return own === undefined ? workloadOf(suite, suiteContext) : ownWorkload(own, stack, site);
    },
    isWithoutSession: (suite) => ownFlowOf(plan, suite)?.needs === 'nothing',
  };
}

/** Users without a session, and the user's own flows. */
export const plainSource = ({ target, values }: GatherContext, plan: LoadPlan): LoadSource => ({
  users: async () => Array.from({ length: plan.connections }, () => anonymous),
  workloadOf(suite) {
    const own = ownFlowOf(plan, suite);
    return own === undefined ? null : ownWorkload(own, null, siteOf(target, values));
  },
  isWithoutSession: () => true,
});

const ownFlowOf = ({ own }: LoadPlan, suite: SuiteId) => own.find(({ id }) => id === suite);

const anonymous: VirtualUser = { credentials: { username: '', password: '' }, session: emptySession };

/** The users of one trial. A suite without a session gets users whose sessions it can change. */
export const usersFor = (source: LoadSource, suite: SuiteId, users: readonly VirtualUser[]): readonly VirtualUser[] =>
  source.isWithoutSession(suite) ? users.map(({ credentials }) => ({ credentials, session: emptySession })) : users;

/** All users after a trial of the first ones. */
export const usersAfter = (
  source: LoadSource,
  suite: SuiteId,
  { before, after }: { readonly before: readonly VirtualUser[]; readonly after: readonly VirtualUser[] },
): readonly VirtualUser[] => (source.isWithoutSession(suite) ? before : [...after, ...before.slice(after.length)]);
