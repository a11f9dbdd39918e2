import type { VirtualUser } from '../flows/workload.ts';
import { failureText, isSendersOwn } from '../model/http.ts';
import { stopReasonOf } from '../model/stop.ts';
import type { SelfCheck, SuiteResult } from '../model/suite.ts';
import type { TrialEnd } from '../model/trial-end.ts';
import { fewestForQuantile, meanInterval, quantileRanks } from '../stats/interval.ts';
import { quantileShares } from '../stats/quantile.ts';
import { isSure } from '../stats/sure.ts';
import { runClosed } from './closed.ts';
import type { Trial, TrialOutcome } from './contract.ts';
import {
  type TrialState,
  isServerGone,
  activeUserOf,
  type ActiveUser,
  newTrialState,
  stepIdsOf,
} from './trial-state.ts';
import { runOpen } from './open.ts';
import { pacer } from './pacer.ts';
import { latencyMs } from './recorder.ts';
import { openSender } from '../http/sender.ts';
import { nowUs } from '../http/contract.ts';
import { stepResults } from './step-recorder.ts';
import { startWarmUp } from './warm-up.ts';
import { startSelfCheck } from './self-check/index.ts';
import { requestSignals } from './self-check/request-signals.ts';

export type { Trial, TrialOutcome } from './contract.ts';

const FEWEST_WARMUP_PER_USER = 3;
/** A warm-up may take a quarter of what is measured, and a second and a half: nobody waits longer for what is thrown away. */
const WARMUP_SHARE = 0.25;
const LONGEST_WARMUP_MS = 1_500;
const TIMEOUT_MS = 10_000;

/** Runs a pass from its first connect to its result. What the target does wrong is counted, never thrown. */
export async function runTrial(trial: Trial): Promise<TrialOutcome> {
  const senders = trial.users.map(() =>
    openSender(trial.target, { connection: trial.connection, timeoutMs: TIMEOUT_MS }),
  );
  // An abort closes the sockets, so that nobody waits for an answer that is not schedule any more.
  const abort = (): void => void Promise.all(senders.map((sender) => sender.close()));
  trial.signal.addEventListener('abort', abort, { once: true });
  try {
    const activeUsers = senders.map((sender, index) => activeUserOf(sender, userAt(trial, index), trial));
    const warmth = await warmUp(trial, activeUsers);
    const { result, retryBeyondEndMs } = await measure(trial, activeUsers, warmth);
    const users = activeUsers.map(({ session }, index) => ({ ...userAt(trial, index), session }));
    return { result, retryBeyondEndMs, users };
  } finally {
    trial.signal.removeEventListener('abort', abort);
    await Promise.all(senders.map((sender) => sender.close()));
  }
}

interface Warmth {
  readonly answers: number;
  readonly steady: boolean | null;
}

/** Always closed: what is cold is found soonest without waiting for a plan. */
async function warmUp(trial: Trial, activeUsers: readonly ActiveUser[]): Promise<Warmth> {
  const fewest = activeUsers.length * FEWEST_WARMUP_PER_USER;
  const quiet = { ...trial, model: { kind: 'closed' }, onProgress: () => {}, onSample: () => {} } as const;
  const first = newTrialState(quiet, fewest);
  await runClosed(first, activeUsers);
  const budget = Math.min(trial.requests * WARMUP_SHARE, Number.MAX_SAFE_INTEGER) - fewest;
  if (trial.warmUp === 'three-each' || budget <= 0) return { answers: fewest, steady: null };
  const warm = startWarmUp();
  const maxTimeMs = Math.min(LONGEST_WARMUP_MS, trial.maxTimeMs * WARMUP_SHARE);
  const more: TrialState = newTrialState(
    {
      ...quiet,
      maxTimeMs,
      onSample: ({ serviceUs }) => {
        warm.add(serviceUs / 1_000);
        more.sure = warm.steady;
      },
    },
    Math.floor(budget),
  );
  await runClosed(more, activeUsers);
  return { answers: fewest + more.recorder.taken, steady: warm.steady };
}

async function measure(
  trial: Trial,
  activeUsers: readonly ActiveUser[],
  warmth: Warmth,
): Promise<Omit<TrialOutcome, 'users'>> {
  const watch = startSelfCheck();
  const state = newTrialState(trial, trial.requests);
  await runTicking(state, activeUsers);
  const tookMs = (nowUs() - state.startUs) / 1_000;
  const counts = state.recorder.counts();
  const felt = latencyMs(state.recorder.felt);
  const scaleMs = trial.limit?.limitMs ?? felt?.p50 ?? 0;
  const selfCheck = watch.conclude(scaleMs, requestSignals(state, { counts, scaleMs, steady: warmth.steady }), {
    answers: counts.n,
    medianMs: counts.serviceMs?.p50 ?? 0,
  });
  const result: SuiteResult = {
    suite: trial.suite,
    arm: trial.arm,
    model: trial.model.kind,
    connection: trial.connection,
    connections: activeUsers.length,
    rate: trial.model.kind === 'open' ? trial.model.perSecond : null,
    warmup: warmth.answers,
    ...counts,
    ...state.recorder.apart(),
    timeline: state.recorder.timeline(tookMs / 1_000),
    steps: stepResults(state.steps, stepIdsOf(trial), counts),
    perSecond: tookMs === 0 ? 0 : (counts.n / tookMs) * 1_000,
    tookMs,
    selfCheck: doubtable(counts.n, selfCheck),
    capacity: null,
    ended: endOf(state, activeUsers.length),
  };
  return { result, retryBeyondEndMs: state.retryBeyondEndMs };
}

async function runTicking(state: TrialState, activeUsers: readonly ActiveUser[]): Promise<void> {
  const { model, tickMs } = state.trial;
  const ticks = setInterval(() => tick(state), tickMs);
  try {
    if (model.kind === 'open') await runOpen(state, activeUsers, pacer(model.pace));
    else await runClosed(state, activeUsers);
  } finally {
    clearInterval(ticks);
  }
}

/** Without one right answer there is no time that the generator could have spoilt. */
const doubtable = (answers: number, selfCheck: SelfCheck): SelfCheck =>
  answers === 0 ? { valid: true, signals: [] } : selfCheck;

/** Two ticks make a stretch of the timeline; a live line is worth reading twice a second. */
export const TICK_MS = 500;
const US_PER_S = 1_000_000;
/** Fewer answers than a verdict needs make no interval worth looking at. */
const FEWEST_FOR_SURE = 100;

function tick(state: TrialState): void {
  const { trial, recorder } = state;
  recorder.tick((nowUs() - state.startUs) / US_PER_S);
  trial.onInterval(recorder.recent());
  if (trial.untilSure && trial.limit !== null) state.sure = isSure(intervalOf(state), trial.limit.limitMs);
}

/** The interval that the verdict will be given by. */
function intervalOf({ trial: { limit }, recorder }: TrialState): readonly [number, number] | null {
  const { felt } = recorder;
  if (limit === null || felt.count < FEWEST_FOR_SURE) return null;
  if (limit.statistic === 'mean') return meanInterval(recorder.blocks.all().map(({ meanMs }) => meanMs));
  if (limit.statistic === 'min' || limit.statistic === 'max') return null;
  const share = quantileShares[limit.statistic];
  if (felt.count < fewestForQuantile(share)) return null;
  const [low, high] = quantileRanks(felt.count, share, recorder.blocks.designEffectAt(share, felt.sdMs));
  return [felt.percentileMs((low / felt.count) * 100), felt.percentileMs((high / felt.count) * 100)];
}

const userAt = (trial: Trial, index: number): VirtualUser => {
  const user = trial.users[index];
  if (user === undefined) throw new RangeError(`There is no virtual user ${index}.`);
  return user;
};

/** Without a socket or a port of our own nothing was asked, so nothing is said about the server. */
function goneEnd(failure: TrialState['lastFailure']): {
  readonly kind: 'server-gone' | 'generator-failed';
  readonly failure: string | null;
} {
  if (failure === null) return { kind: 'server-gone', failure };
  const text = failureText(failure).replace(/\.$/, '');
  return { kind: isSendersOwn(failure.code) ? 'generator-failed' : 'server-gone', failure: text };
}

function endOf(state: TrialState, users: number): TrialEnd | null {
  const { recorder, trial } = state;
  const progress = { done: recorder.taken, of: Number.isFinite(trial.requests) ? trial.requests : null };
  if (trial.signal.aborted) return { kind: stopReasonOf(trial.signal), ...progress };
  if (isServerGone(state)) return { ...goneEnd(state.lastFailure), ...progress };
  if (state.retryBeyondEndMs !== null && state.stoppedUsers.size === users) {
    return { kind: 'throttled', retryAfterMs: state.retryBeyondEndMs, ...progress };
  }
  return recorder.taken < trial.requests && !state.sure ? { kind: 'out-of-time', ...progress } : null;
}
