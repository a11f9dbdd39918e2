import type { VirtualUser } from '../flows/workload.ts';
import { failureText, isClientSideFailure } from '../model/http.ts';
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
import { sharedPacer } from './pacer.ts';
import { latencyMs } from './recorder.ts';
import { openSender } from '../http/sender.ts';
import { nowUs } from '../http/contract.ts';
import { stepResults } from './step-recorder.ts';
import { startWarmUp } from './warm-up.ts';
import { startSelfCheck } from './self-check/index.ts';
import { requestSignals } from './self-check/request-signals.ts';

export type { Trial, TrialOutcome } from './contract.ts';

const FEWEST_WARMUP_PER_USER = 3;
/** The warm-up takes at most a quarter of the measured amount, and at most 1.5 s. */
const WARMUP_SHARE = 0.25;
const LONGEST_WARMUP_MS = 1_500;
const TIMEOUT_MS = 10_000;

/** Runs a trial from its first connect to its result. Errors of the target are counted and never thrown. */
export async function runTrial(trial: Trial): Promise<TrialOutcome> {
  const senders = trial.users.map(() =>
    openSender(trial.target, { connection: trial.connection, timeoutMs: TIMEOUT_MS }),
  );
  // An abort closes the sockets, so that no user waits for a response.
  const abort = (): void => void Promise.all(senders.map((sender) => sender.close()));
  trial.signal.addEventListener('abort', abort, { once: true });
  try {
    const activeUsers = senders.map((sender, index) => activeUserOf(sender, userAt(trial, index), trial));
    const warmedUp = await warmUp(trial, activeUsers);
    await trial.share?.warmedUp();
    const measured = await measure(trial, activeUsers, warmedUp);
    const users = activeUsers.map(({ session }, index) => ({ ...userAt(trial, index), session }));
    return { ...measured, users };
  } finally {
    trial.signal.removeEventListener('abort', abort);
    await Promise.all(senders.map((sender) => sender.close()));
  }
}

interface WarmUpResult {
  readonly responses: number;
  readonly steady: boolean | null;
}

/** Always in the closed model, which sends without pauses and so warms up soonest. */
async function warmUp(trial: Trial, activeUsers: readonly ActiveUser[]): Promise<WarmUpResult> {
  const fewest = activeUsers.length * FEWEST_WARMUP_PER_USER;
  const quiet = { ...trial, model: { kind: 'closed' }, onProgress: () => {}, onSample: () => {} } as const;
  const first = newTrialState(quiet, fewest);
  await runClosed(first, activeUsers);
  const budget = Math.min(trial.requests * WARMUP_SHARE, Number.MAX_SAFE_INTEGER) - fewest;
  if (trial.warmUp === 'three-each' || budget <= 0) return { responses: fewest, steady: null };
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
  return { responses: fewest + more.recorder.taken, steady: warm.steady };
}

async function measure(
  trial: Trial,
  activeUsers: readonly ActiveUser[],
  warmedUp: WarmUpResult,
): Promise<Omit<TrialOutcome, 'users'>> {
  const watch = startSelfCheck();
  const state = newTrialState(trial, trial.requests);
  await runTicking(state, activeUsers);
  const tookMs = (nowUs() - state.startUs) / 1_000;
  const counts = state.recorder.counts();
  const latency = latencyMs(state.recorder.latency);
  const scaleMs = trial.limit?.limitMs ?? latency?.p50 ?? 0;
  const selfCheck = watch.conclude(scaleMs, requestSignals(state, { counts, scaleMs, steady: warmedUp.steady }), {
    responses: counts.n,
    medianMs: counts.serviceMs?.p50 ?? 0,
  });
  const result: SuiteResult = {
    suite: trial.suite,
    arm: trial.arm,
    model: trial.model.kind,
    connection: trial.connection,
    connections: activeUsers.length,
    rate: trial.model.kind === 'open' ? trial.model.perSecond : null,
    warmup: warmedUp.responses,
    ...counts,
    ...state.recorder.apart(),
    timeline: state.recorder.timeline(tookMs / 1_000),
    steps: stepResults(state.steps, stepIdsOf(trial), counts),
    perSecond: tookMs === 0 ? 0 : (counts.n / tookMs) * 1_000,
    tookMs,
    selfCheck: selfCheckFor(counts.n, selfCheck),
    capacity: null,
    ended: endOf(state, activeUsers.length),
  };
  return {
    result,
    retryBeyondEndMs: state.retryBeyondEndMs,
    recorded: () => ({ ...state.recorder.recorded(), steps: state.steps?.histograms() ?? [] }),
  };
}

async function runTicking(state: TrialState, activeUsers: readonly ActiveUser[]): Promise<void> {
  const { model, tickMs, share } = state.trial;
  const ticks = setInterval(() => tick(state), tickMs);
  try {
    if (model.kind === 'open') await runOpen(state, activeUsers, sharedPacer(model.pace, share));
    else await runClosed(state, activeUsers);
  } finally {
    clearInterval(ticks);
  }
}

/** Without a right response there is no latency that the generator could have distorted. */
const selfCheckFor = (responses: number, selfCheck: SelfCheck): SelfCheck =>
  responses === 0 ? { valid: true, signals: [] } : selfCheck;

/** Two ticks are one interval of the timeline. The progress line changes twice a second. */
export const TICK_MS = 500;
const US_PER_S = 1_000_000;
/** With fewer responses the confidence interval is not computed. */
const FEWEST_FOR_SURE = 100;

function tick(state: TrialState): void {
  const { trial, recorder } = state;
  recorder.tick((nowUs() - state.startUs) / US_PER_S);
  trial.onInterval?.(recorder.recent());
  if (trial.untilSure && trial.limit !== null) state.sure = isSure(intervalOf(state), trial.limit.limitMs);
}

/** The confidence interval that the verdict will use. */
function intervalOf({ trial: { limit }, recorder }: TrialState): readonly [number, number] | null {
  const { latency } = recorder;
  if (limit === null || latency.count < FEWEST_FOR_SURE) return null;
  if (limit.statistic === 'mean') return meanInterval(recorder.blocks.all().map(({ meanMs }) => meanMs));
  if (limit.statistic === 'min' || limit.statistic === 'max') return null;
  const share = quantileShares[limit.statistic];
  if (latency.count < fewestForQuantile(share)) return null;
  const [low, high] = quantileRanks(latency.count, share, recorder.blocks.designEffectAt(share, latency.sdMs));
  return [latency.percentileMs((low / latency.count) * 100), latency.percentileMs((high / latency.count) * 100)];
}

const userAt = (trial: Trial, index: number): VirtualUser => {
  const user = trial.users[index];
  if (user === undefined) throw new RangeError(`There is no virtual user ${index}.`);
  return user;
};

/** Without a local socket or port no request was sent, so the failure is the generator's and not the server's. */
function goneEnd(failure: TrialState['lastFailure']): {
  readonly kind: 'server-gone' | 'generator-failed';
  readonly failure: string | null;
} {
  if (failure === null) return { kind: 'server-gone', failure };
  const text = failureText(failure).replace(/\.$/, '');
  return { kind: isClientSideFailure(failure.code) ? 'generator-failed' : 'server-gone', failure: text };
}

function endOf(state: TrialState, users: number): TrialEnd | null {
  const { recorder, trial } = state;
  const { n, errors } = recorder.counts();
  // A 429 is no answer of the flow.
  const progress = { done: n + errors, of: Number.isFinite(trial.requests) ? trial.requests : null };
  if (trial.signal.aborted) return { kind: stopReasonOf(trial.signal), ...progress };
  if (isServerGone(state)) return { ...goneEnd(state.lastFailure), ...progress };
  if (state.retryBeyondEndMs !== null && state.stoppedUsers.size === users) {
    return { kind: 'throttled', retryAfterMs: state.retryBeyondEndMs, ...progress };
  }
  return recorder.taken < trial.requests && !state.sure ? { kind: 'out-of-time', ...progress } : null;
}
