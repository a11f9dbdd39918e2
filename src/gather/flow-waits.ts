import type { CompiledFlow } from '../flows/compile.ts';
import type { Workload } from '../flows/workload.ts';
import type { Evidence } from '../model/evidence.ts';
import { got } from '../model/outcome.ts';
import { SLOW_ANSWER_MS } from '../model/slow.ts';
import type { SuiteFacts, SuiteResult } from '../model/suite.ts';
import type { Target } from '../model/target.ts';
import type { FlowWaits } from '../model/waits.ts';
import { runAlone } from '../load/alone.ts';
import type { Sample } from '../load/contract.ts';
import type { LoadPlan, UserPool } from '../load/plan/contract.ts';
import { TICK_MS } from '../load/trial.ts';
import type { GatherContext } from './context.ts';
import type { Gathered } from './gathered.ts';
import { type LoadSource, usersAfter, usersFor } from './load-source.ts';
import { isOnThisMachine } from './reach.ts';
import type { TimedRequest } from './server/waits/contract.ts';
import { machineUs } from './server/waits/clock.ts';
import { ENOUGH_OF_SLOW_MS, MOST_REQUESTS, watchWhile } from './server/waits/watch-while.ts';

/** The hash of a password is slow on purpose, up to this time; longer ones have another cause beside it. */
const LONGEST_HASH_MS = 700;

interface FlowSource {
  readonly source: LoadSource;
  readonly userPool: UserPool;
}

/**
 * Watches the server from inside while one user runs each slow flow, one iteration at a time. Null where no flow is slow, and
 * where the processes of the server cannot be seen.
 */
export async function gatherFlowWaits(
  context: GatherContext,
  plan: LoadPlan,
  from: FlowSource,
  { suites, evidence }: Pick<Gathered, 'suites' | 'evidence'>,
): Promise<Evidence<'flow-waits'> | null> {
  const isUrlKnown = evidence.some(({ kind, outcome }) => kind === 'waits' && outcome.ok);
  const slow = plan.suites
    .filter((suite) => isSlow(suite, suites))
    .flatMap(({ id }) => from.source.workloadOf(id) ?? [])
    .filter(({ flow }) => !(isUrlKnown && isUrl(flow, context.target)));
  if (slow.length === 0 || process.platform !== 'linux' || !(await isOnThisMachine(context.target))) return null;
  const [takenAt, startMs] = [new Date().toISOString(), performance.now()];
  const flows: FlowWaits['flows'][number][] = [];
  for (const workload of slow) {
    if (context.signal.aborted) break;
    const { id, noun } = workload.flow;
    context.watch({ kind: 'stage', text: `watching what the server waits for during ${noun}` });
    const outcome = await watchWhile(context, () => iterationsOf(context, workload, from));
    const checksPassword = plan.suites.some((suite) => suite.id === id && suite.cost === 'hash');
    if (outcome?.ok === true) flows.push({ flow: id, noun, checksPassword, waits: outcome.value });
  }
  if (flows.length === 0) return null;
  return { kind: 'flow-waits', takenAt, tookMs: performance.now() - startMs, outcome: got({ flows }) };
}

/** Whether the flow is the GET of the target's URL, which is watched without a load too. Each step has the header Accept. */
const isUrl = ({ steps: [step, ...others] }: CompiledFlow, { path }: Target): boolean =>
  step !== undefined &&
  others.length === 0 &&
  step.method === 'GET' &&
  step.headers.every(({ name }) => name === 'accept') &&
  step.path.length === 1 &&
  step.path[0] === path;

function isSlow({ id, cost }: SuiteFacts, suites: readonly SuiteResult[]): boolean {
  const limitMs = cost === 'hash' ? LONGEST_HASH_MS : SLOW_ANSWER_MS;
  return suites.some(
    ({ suite, connections, serviceMs }) => suite === id && connections === 1 && (serviceMs?.p50 ?? 0) > limitMs,
  );
}

async function iterationsOf(
  { target, signal }: GatherContext,
  workload: Workload,
  { source, userPool }: FlowSource,
): Promise<readonly TimedRequest[]> {
  const suite = workload.flow.id;
  const [user] = usersFor(source, suite, userPool.users.slice(0, 1));
  if (user === undefined) return [];
  const trial = { suite, workload, target, arm: 'target', connection: 'kept-alive', signal } as const;
  const amount = { requests: MOST_REQUESTS, maxTimeMs: ENOUGH_OF_SLOW_MS, untilSure: false } as const;
  const outcome = await runAlone(
    { ...trial, ...amount, warmUp: 'three-each', limit: null, floor: null, tickMs: TICK_MS },
    user,
  );
  userPool.users = usersAfter(source, suite, { before: userPool.users, after: [outcome.user] });
  return outcome.samples.filter(({ wrong }) => wrong === null).map(timedRequest);
}

const US_PER_MS = 1_000;

/** The same request on the clock that all processes share. The local port of a kept connection is not known here. */
function timedRequest({ atMs, serviceUs }: Sample): TimedRequest {
  const agoUs = (performance.timeOrigin + performance.now() - atMs) * US_PER_MS;
  const sentUs = machineUs() - agoUs;
  return { sentUs, endUs: sentUs + serviceUs, port: null, serverTiming: [] };
}
