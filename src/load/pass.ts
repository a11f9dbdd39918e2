import type { VirtualUser } from '../flows/workload.ts';
import { failureText, isSendersOwn } from '../model/http.ts';
import { stopReasonOf } from '../model/stop.ts';
import type { SelfCheck, SuiteResult } from '../model/suite.ts';
import type { TrialEnd } from '../model/trial-end.ts';
import { fewestForQuantile, meanInterval, quantileRanks } from '../stats/interval.ts';
import { quantileShares } from '../stats/quantile.ts';
import { isSure } from '../stats/sure.ts';
import { runClosed } from './closed.ts';
import type { Pass, PassOutcome } from './contract.ts';
import { type Field, gone, lifeOf, type Life, newField, stepIdsOf } from './field.ts';
import { runOpen } from './open.ts';
import { pacer } from './pacer.ts';
import { latencyMs } from './recorder.ts';
import { openSender } from '../http/sender.ts';
import { nowUs } from '../http/contract.ts';
import { stepResults } from './step-recorder.ts';
import { startWarmUp } from './warm-up.ts';
import { startWatch } from './self-check/index.ts';
import { flowSignals } from './self-check/flow.ts';

export type { Pass, PassOutcome } from './contract.ts';

const FEWEST_WARMUP_PER_USER = 3;
/** A warm-up may take a quarter of what is measured, and a second and a half: nobody waits longer for what is thrown away. */
const WARMUP_SHARE = 0.25;
const LONGEST_WARMUP_MS = 1_500;
const TIMEOUT_MS = 10_000;

/** Runs a pass from its first connect to its result. What the target does wrong is counted, never thrown. */
export async function runPass(pass: Pass): Promise<PassOutcome> {
  const senders = pass.users.map(() => openSender(pass.target, { connection: pass.connection, timeoutMs: TIMEOUT_MS }));
  // An abort closes the sockets, so that nobody waits for an answer that is not wanted any more.
  const abort = (): void => void Promise.all(senders.map((sender) => sender.close()));
  pass.signal.addEventListener('abort', abort, { once: true });
  try {
    const lives = senders.map((sender, index) => lifeOf(sender, userAt(pass, index), pass));
    const warmth = await warmUp(pass, lives);
    const { result, toldToWaitMs } = await measure(pass, lives, warmth);
    const users = lives.map(({ session }, index) => ({ ...userAt(pass, index), session }));
    return { result, toldToWaitMs, users };
  } finally {
    pass.signal.removeEventListener('abort', abort);
    await Promise.all(senders.map((sender) => sender.close()));
  }
}

interface Warmth {
  readonly answers: number;
  readonly steady: boolean | null;
}

/** Always closed: what is cold is found soonest without waiting for a plan. */
async function warmUp(pass: Pass, lives: readonly Life[]): Promise<Warmth> {
  const fewest = lives.length * FEWEST_WARMUP_PER_USER;
  const quiet = { ...pass, model: { kind: 'closed' }, onTaken: () => {}, onSample: () => {} } as const;
  const first = newField(quiet, fewest);
  await runClosed(first, lives);
  const budget = Math.min(pass.requests * WARMUP_SHARE, Number.MAX_SAFE_INTEGER) - fewest;
  if (pass.warmUp === 'three-each' || budget <= 0) return { answers: fewest, steady: null };
  const warm = startWarmUp();
  const maxTimeMs = Math.min(LONGEST_WARMUP_MS, pass.maxTimeMs * WARMUP_SHARE);
  const more: Field = newField(
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
  await runClosed(more, lives);
  return { answers: fewest + more.recorder.taken, steady: warm.steady };
}

async function measure(pass: Pass, lives: readonly Life[], warmth: Warmth): Promise<Omit<PassOutcome, 'users'>> {
  const watch = startWatch();
  const field = newField(pass, pass.requests);
  await runTicking(field, lives);
  const tookMs = (nowUs() - field.startUs) / 1_000;
  const counts = field.recorder.counts();
  const felt = latencyMs(field.recorder.felt);
  const scaleMs = pass.limit?.limitMs ?? felt?.p50 ?? 0;
  const selfCheck = watch.conclude(scaleMs, flowSignals(field, { counts, scaleMs, steady: warmth.steady }), {
    answers: counts.n,
    medianMs: counts.serviceMs?.p50 ?? 0,
  });
  const result: SuiteResult = {
    suite: pass.suite,
    arm: pass.arm,
    model: pass.model.kind,
    connection: pass.connection,
    connections: lives.length,
    rate: pass.model.kind === 'open' ? pass.model.perSecond : null,
    warmup: warmth.answers,
    ...counts,
    ...field.recorder.apart(),
    timeline: field.recorder.timeline(tookMs / 1_000),
    steps: stepResults(field.steps, stepIdsOf(pass), counts),
    perSecond: tookMs === 0 ? 0 : (counts.n / tookMs) * 1_000,
    tookMs,
    selfCheck: doubtable(counts.n, selfCheck),
    capacity: null,
    ended: endOf(field, lives.length),
  };
  return { result, toldToWaitMs: field.toldToWaitMs };
}

async function runTicking(field: Field, lives: readonly Life[]): Promise<void> {
  const { model, tickMs } = field.pass;
  const ticks = setInterval(() => tick(field), tickMs);
  try {
    if (model.kind === 'open') await runOpen(field, lives, pacer(model.pace));
    else await runClosed(field, lives);
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

function tick(field: Field): void {
  const { pass, recorder } = field;
  recorder.tick((nowUs() - field.startUs) / US_PER_S);
  pass.onSecond(recorder.recent());
  if (pass.untilSure && pass.limit !== null) field.sure = isSure(intervalOf(field), pass.limit.limitMs);
}

/** The interval that the verdict will be given by. */
function intervalOf({ pass: { limit }, recorder }: Field): readonly [number, number] | null {
  const { felt } = recorder;
  if (limit === null || felt.count < FEWEST_FOR_SURE) return null;
  if (limit.statistic === 'mean') return meanInterval(recorder.blocks.all().map(({ meanMs }) => meanMs));
  if (limit.statistic === 'min' || limit.statistic === 'max') return null;
  const share = quantileShares[limit.statistic];
  if (felt.count < fewestForQuantile(share)) return null;
  const [low, high] = quantileRanks(felt.count, share, recorder.blocks.designEffectAt(share, felt.sdMs));
  return [felt.percentileMs((low / felt.count) * 100), felt.percentileMs((high / felt.count) * 100)];
}

const userAt = (pass: Pass, index: number): VirtualUser => {
  const user = pass.users[index];
  if (user === undefined) throw new RangeError(`There is no virtual user ${index}.`);
  return user;
};

/** Without a socket or a port of our own nothing was asked, so nothing is said about the server. */
function goneEnd(failure: Field['lastFailure']): {
  readonly kind: 'server-gone' | 'generator-failed';
  readonly failure: string | null;
} {
  if (failure === null) return { kind: 'server-gone', failure };
  const text = failureText(failure).replace(/\.$/, '');
  return { kind: isSendersOwn(failure.code) ? 'generator-failed' : 'server-gone', failure: text };
}

function endOf(field: Field, users: number): TrialEnd | null {
  const { recorder, pass } = field;
  const progress = { done: recorder.taken, of: Number.isFinite(pass.requests) ? pass.requests : null };
  if (pass.signal.aborted) return { kind: stopReasonOf(pass.signal), ...progress };
  if (gone(field)) return { ...goneEnd(field.lastFailure), ...progress };
  if (field.toldToWaitMs !== null && field.givenUp.size === users) {
    return { kind: 'throttled', retryAfterMs: field.toldToWaitMs, ...progress };
  }
  return recorder.taken < pass.requests && !field.sure ? { kind: 'out-of-time', ...progress } : null;
}
