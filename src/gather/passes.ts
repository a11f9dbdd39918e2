import type { Credentials } from '../model/auth.ts';
import type { AuthSurface } from '../model/evidence.ts';
import { type SecondOpinion, suiteNames, type SuiteName, type SuiteResult } from '../model/suite.ts';
import { runPass } from '../load/pass.ts';
import { askAutocannon } from '../load/second-opinion.ts';
import { openSender } from '../load/sender.ts';
import type { VirtualUser } from '../suites/contract.ts';
import { suites } from '../suites/index.ts';
import type { AuthStack } from '../targets/auth/contract.ts';
import type { SignInContext } from './context.ts';
import { signIn } from './sign-in.ts';

/** How much to measure. A duration ends each pass by the clock, a number of requests by count. */
export interface LoadPlan {
  readonly suites: readonly SuiteName[];
  readonly connections: number;
  readonly amount:
    | { readonly by: 'requests'; readonly requests: number }
    | { readonly by: 'duration'; readonly ms: number };
  /** Accounts for the virtual users, taken in turn; one is enough, since each sign-in opens a session of its own. */
  readonly accounts: readonly Credentials[];
  /** Whether autocannon is asked too, on the api suite: the flow that needs no chain of tokens. */
  readonly secondOpinion: boolean;
}

/** A login costs a password hash, some 10 to 700 ms: a tenth of the requests says as much. */
const LOGIN_SHARE = 0.1;
/** New connections are measured for comparison only, so fewer do. */
const NEW_CONNECTION_SHARE = 0.2;
const FEWEST_REQUESTS = 10;
const REQUESTS_OF_SECOND_OPINION = 1_000;
/** No pass keeps a user waiting longer than this, however slow the server is. */
const LONGEST_PASS_MS = 60_000;
const SIGN_IN_TIMEOUT_MS = 10_000;

interface Shape {
  readonly suite: SuiteName;
  readonly connection: SuiteResult['connection'];
  readonly connections: number;
  readonly share: number;
}

/** The passes of a plan, one at a time: alone, alone with a new connection each, then all connections together. */
export function shapesOf({ suites: names, connections }: Pick<LoadPlan, 'suites' | 'connections'>): readonly Shape[] {
  return suiteNames
    .filter((name) => names.includes(name))
    .flatMap((suite) => {
      const share = suite === 'login' ? LOGIN_SHARE : 1;
      const alone = { suite, connection: 'kept-alive', connections: 1, share } as const;
      const afresh = { suite, connection: 'new-per-request', connections: 1, share: NEW_CONNECTION_SHARE } as const;
      return [alone, ...(suite === 'login' ? [] : [afresh]), ...(connections > 1 ? [{ ...alone, connections }] : [])];
    });
}

interface Ground {
  readonly stack: AuthStack;
  readonly surface: AuthSurface;
}

/** Runs every pass; each result is put down as soon as it is there, so that an interruption loses one pass at most. */
export async function gatherPasses(
  context: SignInContext,
  plan: LoadPlan,
  ground: Ground,
  into: { readonly suites: SuiteResult[]; readonly secondOpinions: SecondOpinion[] },
): Promise<void> {
  let users = await signInAll(context, plan, ground.stack);
  for (const shape of shapesOf(plan)) {
    if (context.signal.aborted) return;
    const requests = requestsFor(plan, shape);
    const outcome = await runPass({
      suite: suites[shape.suite],
      target: context.target,
      ground: { stack: ground.stack, apiPath: ground.surface.apiPath },
      arm: 'target',
      users: users.slice(0, shape.connections),
      connection: shape.connection,
      requests,
      maxTimeMs: plan.amount.by === 'duration' ? plan.amount.ms * timeShare(shape) : LONGEST_PASS_MS,
      signal: context.signal,
      onTaken: (done) => context.watch({ kind: 'pass', text: titleOf(shape), done, of: requests }),
    });
    into.suites.push(outcome.result);
    if (outcome.result.stoppedEarly?.startsWith('the server') === true) return;
    users = [...outcome.users, ...users.slice(shape.connections)];
  }
  if (plan.secondOpinion) await gatherSecondOpinions(context, plan, { users, ...ground }, into.secondOpinions);
}

async function gatherSecondOpinions(
  { target, signal, watch }: SignInContext,
  { connections, amount }: LoadPlan,
  { users: [reader], stack, surface }: Ground & { readonly users: readonly VirtualUser[] },
  into: SecondOpinion[],
): Promise<void> {
  if (reader === undefined) return;
  const request = suites.api.request(reader, { stack, apiPath: surface.apiPath });
  const requests = amount.by === 'requests' ? amount.requests : REQUESTS_OF_SECOND_OPINION;
  for (const atOnce of new Set([1, connections])) {
    if (signal.aborted) return;
    watch({ kind: 'stage', text: `autocannon, ${atOnce} at a time` });
    into.push(await askAutocannon({ suite: 'api', target, request, connections: atOnce, requests, signal }));
  }
}

/** The clock treats logins like the rest; only the comparison on new connections gets less of it. */
const timeShare = ({ connection }: Shape): number => (connection === 'new-per-request' ? NEW_CONNECTION_SHARE : 1);

const requestsFor = ({ amount }: LoadPlan, { share }: Shape): number =>
  amount.by === 'duration' ? Infinity : Math.max(FEWEST_REQUESTS, Math.round(amount.requests * share));

const titleOf = ({ suite, connection, connections }: Shape): string => {
  if (connection === 'new-per-request') return `${suite}, a new connection each`;
  return connections === 1 ? `${suite}, one at a time` : `${suite}, ${connections} connections`;
};

async function signInAll(context: SignInContext, plan: LoadPlan, stack: AuthStack): Promise<readonly VirtualUser[]> {
  const sender = openSender(context.target, { connection: 'kept-alive', timeoutMs: SIGN_IN_TIMEOUT_MS });
  const users: VirtualUser[] = [];
  try {
    while (users.length < plan.connections && !context.signal.aborted) {
      const credentials = plan.accounts[users.length % plan.accounts.length] ?? context.credentials;
      const tokens = await signIn(async (request) => (await sender.send(request)).exchanged, stack, credentials);
      users.push({ credentials, tokens });
    }
    return users;
  } finally {
    await sender.close();
  }
}
