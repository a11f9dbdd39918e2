import type { SuiteId, SuiteResult } from '../../model/suite.ts';
import type { ArmBlock } from '../../model/comparison.ts';
import { runTrial, TICK_MS } from '../../load/trial.ts';
import { openSender } from '../../http/sender.ts';
import { ToolError } from '../../model/error.ts';
import { shiftBetween } from '../../stats/hodges-lehmann.ts';
import { median, quantile } from '../../stats/quantile.ts';
import type { VirtualUser, Workload } from '../../flows/workload.ts';
import { type SuiteContext, workloadFor } from '../../suites/index.ts';
import { gatherAuthSurface } from '../auth/auth-surface.ts';
import { suiteContextOf } from '../auth/suite-context.ts';
import { whyUnanswered } from '../network/unanswered.ts';
import { signInAll } from '../auth/sign-in-all.ts';
import type { ArmSubject, CompareContext } from './contract.ts';

export type { ArmSubject } from './contract.ts';

/** One arm of the comparison, with the virtual user that measures it. */
export interface SignedInArm {
  readonly subject: ArmSubject;
  readonly suiteContext: SuiteContext;
  users: readonly VirtualUser[];
}

const ANSWER_TIMEOUT_MS = 10_000;
const UNREACHABLE_EXIT = 14;

/**
 * Signs in at one arm and finds the protected route.
 * @throws ToolError `unreachable` (14), `auth-failed` (15), `unknown-preset` (2)
 */
export async function signInArm(subject: ArmSubject, context: CompareContext): Promise<SignedInArm> {
  const within = { ...context, ...subject };
  const { signal } = context;
  const sender = openSender(subject.target, { connection: 'kept-alive', timeoutMs: ANSWER_TIMEOUT_MS, signal });
  const { path } = subject.target;
  try {
    const { exchanged } = await sender.send({ method: 'GET', path, headers: {}, body: null });
    if (!exchanged.answered) {
      const because = await whyUnanswered({ ...context, target: subject.target });
      throw new ToolError('unreachable', `${subject.target.url} does not answer: ${because}`, UNREACHABLE_EXIT);
    }
    const surface = await gatherAuthSurface(within, sender);
    const suiteContext = suiteContextOf(within, surface);
    const users = await signInAll(within, { connections: 1, accounts: [subject.credentials] }, suiteContext);
    return { subject, suiteContext, users };
  } finally {
    await sender.close();
  }
}

/** How a block is measured. The first of a suite warms up until response times are steady. */
export interface BlockOrder {
  readonly suite: SuiteId;
  /** What the suite sends; null for the flow of the arm's auth stack. */
  readonly workload: Workload | null;
  readonly requests: number;
  readonly maxTimeMs: number;
  readonly warmUp: 'three-each' | 'until-steady';
  readonly signal: AbortSignal;
}

/** A block with its response times, which the comparison with the next block needs. */
export interface TimedBlock extends ArmBlock {
  readonly timesMs: readonly number[];
}

interface MeasuredBlock {
  readonly result: SuiteResult;
  readonly block: TimedBlock;
}

export async function measureBlock(arm: SignedInArm, order: BlockOrder): Promise<MeasuredBlock> {
  const timesMs: number[] = [];
  const { result, users } = await runTrial({
    suite: order.suite,
    workload: order.workload ?? workloadFor(arm.suiteContext, order.suite),
    target: arm.subject.target,
    arm: 'target',
    users: arm.users,
    connection: 'kept-alive',
    model: { kind: 'closed' },
    warmUp: order.warmUp,
    requests: order.requests,
    maxTimeMs: order.maxTimeMs,
    limit: null,
    untilSure: false,
    floor: null,
    tickMs: TICK_MS,
    signal: order.signal,
    onSample: ({ serviceUs, wrong }) => void (wrong === null && timesMs.push(serviceUs / 1_000)),
  });
  arm.users = users;
  return { result, block: blockOf(result, timesMs) };
}

const blockOf = ({ n, errors, selfCheck }: SuiteResult, timesMs: readonly number[]): TimedBlock => ({
  n,
  errors,
  p50Ms: n === 0 ? 0 : median(timesMs),
  p95Ms: n === 0 ? 0 : quantile(timesMs, 0.95),
  valid: selfCheck.valid,
  timesMs,
});

/** The block without its response times, for the run. */
export const summaryOf = ({ n, errors, p50Ms, p95Ms, valid }: TimedBlock): ArmBlock => ({
  n,
  errors,
  p50Ms,
  p95Ms,
  valid,
});

/** ln(second/first) of a typical response time; 0 if a block has no responses, because such a pair is not evaluated. */
export const shiftOf = (first: TimedBlock, second: TimedBlock): number =>
  first.n === 0 || second.n === 0 ? 0 : shiftBetween(logsOf(first), logsOf(second));

/** At least 1 µs, because ln(0) is not finite. */
const logsOf = ({ timesMs }: TimedBlock): readonly number[] => timesMs.map((ms) => Math.log(Math.max(0.001, ms)));
