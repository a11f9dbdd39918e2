import { availableParallelism } from 'node:os';
import type { SelfCheck, StepResult, SuiteResult } from '../../model/suite.ts';
import type { TrialEnd } from '../../model/trial-end.ts';
import { type LatencyHistogram, mergeHistograms, type PackedHistogram } from '../../stats/histogram.ts';
import { mergeBlocks } from '../blocks.ts';
import type { RecordedTrial } from '../contract.ts';
import { effectsOf, latencyMs, timingMs } from '../recorder.ts';
import { mergeSelfChecks, processEnded } from './merge-self-check.ts';
import { mergeTimelines } from './merge-timeline.ts';

/** What one process measured: its own result, and the times behind it. */
export interface Part {
  readonly result: SuiteResult;
  readonly recorded: RecordedTrial;
}

/** The description of the trial that all processes share, and the reason why the parent ended it. */
export interface Whole extends Pick<SuiteResult, 'suite' | 'arm' | 'model' | 'connection' | 'connections' | 'rate'> {
  readonly processes: number;
  readonly stepIds: readonly string[];
  /** The responses to measure; Infinity for a duration. */
  readonly requests: number;
  /** Why the parent ended the trial; null where the processes ended it themselves. */
  readonly ended: Exclude<TrialEnd, { readonly kind: 'other' }> | null;
}

/** One result of the processes that measured a trial together. Counts and histograms add up. */
export function mergeParts(
  { stepIds, ended, requests, ...whole }: Whole,
  parts: readonly Part[],
  cores = availableParallelism(),
): SuiteResult {
  const results = parts.map(({ result }) => result);
  const recorded = parts.map((part) => part.recorded);
  const service = mergeHistograms(recorded.map((each) => each.service));
  const user = mergeHistograms(recorded.map((each) => each.user));
  const lag = mergeHistograms(recorded.map((each) => each.lag));
  const latency = whole.model === 'open' ? user : service;
  const blocks = mergeBlocks(recorded.map((each) => each.blocks));
  const total = (count: (result: SuiteResult) => number): number => sum(results.map(count));
  const tookMs = Math.max(0, ...results.map((result) => result.tookMs));
  const n = total((result) => result.n);
  return {
    ...whole,
    warmup: total(({ warmup }) => warmup),
    n,
    errors: total(({ errors }) => errors),
    throttled: total(({ throttled }) => throttled),
    relogins: total(({ relogins }) => relogins),
    reasons: sumByName(results.map(({ reasons }) => reasons)),
    statuses: sumByName(results.map(({ statuses }) => statuses)),
    serviceMs: latencyMs(service),
    userMs: latencyMs(user),
    lagMs: latencyMs(lag),
    perSecond: tookMs === 0 ? 0 : (n / tookMs) * 1_000,
    tookMs,
    blocks: blocks.all(),
    designEffects: effectsOf(blocks, latency.sdMs),
    timeline: mergeTimelines(
      parts.map((part) => ({ timeline: part.result.timeline, stretches: part.recorded.stretches })),
    ),
    histogram: latency.encode(),
    serverTimingMs: Object.fromEntries(
      [...timingsOf(recorded)].map(([metric, packed]) => [metric, timingMs(mergeHistograms(packed))]),
    ),
    steps: stepIds.map((id, index) => stepOf(id, index, parts, service)),
    selfCheck: selfCheckOf(ended, results, cores),
    capacity: null,
    ended: mergedEnd({ ended, requests }, results),
  };
}

function selfCheckOf(ended: Whole['ended'], results: readonly SuiteResult[], cores: number): SelfCheck {
  const { valid, signals } = mergeSelfChecks(
    results.map(({ selfCheck }) => selfCheck),
    cores,
  );
  if (ended?.kind !== 'generator-failed') return { valid, signals };
  return { valid: false, signals: [processEnded(ended.failure ?? 'a generator process ended'), ...signals] };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

function sumByName(counts: readonly Readonly<Record<string, number>>[]): Readonly<Record<string, number>> {
  const sums = new Map<string, number>();
  for (const each of counts)
    for (const [name, count] of Object.entries(each)) sums.set(name, (sums.get(name) ?? 0) + count);
  return Object.fromEntries(sums);
}

function timingsOf(recorded: readonly RecordedTrial[]): ReadonlyMap<string, readonly PackedHistogram[]> {
  const timings = new Map<string, PackedHistogram[]>();
  for (const each of recorded)
    for (const [metric, packed] of Object.entries(each.timings))
      timings.set(metric, [...(timings.get(metric) ?? []), packed]);
  return timings;
}

/** The step of a one-step flow has the times of the flow. */
function stepOf(id: string, index: number, parts: readonly Part[], flow: LatencyHistogram): StepResult {
  const steps = parts.flatMap(({ result }) => result.steps[index] ?? []);
  const packed = parts.flatMap(({ recorded }) => recorded.steps[index] ?? []);
  const times = packed.length === 0 ? flow : mergeHistograms(packed);
  return {
    id,
    n: sum(steps.map(({ n }) => n)),
    errors: sum(steps.map(({ errors }) => errors)),
    serviceMs: latencyMs(times),
  };
}

/** The end of one process is the end of the trial. The first of these that happened in any process is reported. */
const END_ORDER = [
  'generator-failed',
  'server-gone',
  'internal-error',
  'interrupted',
  'terminated',
  'time-limit',
  'throttled',
  'out-of-time',
] as const;

function mergedEnd(
  { ended, requests }: Pick<Whole, 'ended' | 'requests'>,
  results: readonly SuiteResult[],
): TrialEnd | null {
  const ends = [ended, ...results.map((result) => result.ended)].flatMap((end) =>
    end === null || end.kind === 'other' ? [] : [end],
  );
  const first = ended ?? END_ORDER.flatMap((kind) => ends.filter((end) => end.kind === kind))[0];
  if (first === undefined) return null;
  const done = sum(results.map(({ n, errors }) => n + errors));
  return { ...first, done, of: Number.isFinite(requests) ? requests : null };
}
