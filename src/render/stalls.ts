import type { Stretch, SuiteResult } from '../model/suite.ts';

/** An answer that took ten times the median is a stall, not a slow answer. */
const STALL_TIMES_USUAL = 10;
/** A shorter wait is not noticeable: two frames of a screen. */
const SHORTEST_STALL_MS = 33;

/** A wait far longer than the median, for a right answer or for failed requests. */
export interface Stall {
  readonly fromS: number;
  readonly lengthS: number;
  readonly maxMs: number;
  /** The number of failed requests. 0 where the wait ended with a right answer. */
  readonly failed: number;
}

/** Waits far longer than the median, longest first. Requests that failed after a long time are included. */
export function stallsOf(timeline: readonly Stretch[], usualMs: number): readonly Stall[] {
  const leastMs = Math.max(SHORTEST_STALL_MS, usualMs * STALL_TIMES_USUAL);
  const slow = timeline.map(({ fromS, lengthS, maxMs }) => ({ fromS, lengthS, maxMs, failed: 0 }));
  const failed = failuresOf(timeline).map(({ fromS, toS, longestMs, errors }) => ({
    fromS,
    lengthS: toS - fromS,
    maxMs: longestMs,
    failed: errors,
  }));
  return [...slow, ...failed].filter(({ maxMs }) => maxMs >= leastMs).toSorted((a, b) => b.maxMs - a.maxMs);
}

/** Failed requests of one stretch, from the start of the longest of them to the end of the stretch. */
export interface Failures {
  readonly fromS: number;
  readonly toS: number;
  readonly errors: number;
  readonly longestMs: number;
}

/** The time of the slowest failed request of a stretch. 0 where none failed or the time was not recorded. */
export const failedMsOf = ({ failed }: Pick<Stretch, 'failed'>): number => failed?.longestMs ?? 0;

export const failuresOf = (timeline: readonly Stretch[]): readonly Failures[] =>
  timeline
    .filter(({ errors }) => errors > 0)
    .map((stretch) => {
      const { fromS, lengthS, errors } = stretch;
      const longestMs = failedMsOf(stretch);
      const toS = fromS + lengthS;
      return { fromS: Math.max(0, Math.min(fromS, toS - longestMs / 1_000)), toS, errors, longestMs };
    });

/** Joins failures whose times touch. */
export function mergedFailures(all: readonly Failures[]): readonly Failures[] {
  const merged: Failures[] = [];
  for (const each of all.toSorted((a, b) => a.fromS - b.fromS)) {
    const last = merged.at(-1);
    if (last === undefined || each.fromS > last.toS + 1e-6) merged.push(each);
    else {
      merged[merged.length - 1] = {
        fromS: last.fromS,
        toS: Math.max(last.toS, each.toS),
        errors: last.errors + each.errors,
        longestMs: Math.max(last.longestMs, each.longestMs),
      };
    }
  }
  return merged;
}

/** The request that the end of a trial interrupts is not counted, so any trial may end with a shorter silence. */
const LEAST_SILENCE_S = 1;

/**
 * The time without a response before a trial was cut short. The interrupted request is neither an answer nor an error.
 * 0 where the silence may have another cause: a low open rate, or a wait after a 429.
 */
export function silentEndS({
  timeline,
  ended,
  model,
  throttled,
}: Pick<SuiteResult, 'timeline' | 'ended' | 'model' | 'throttled'>): number {
  if (ended === null || model === 'open' || throttled > 0) return 0;
  const last = timeline.findLastIndex(({ n, errors }) => n + errors > 0);
  const silentS = timeline.slice(last + 1).reduce((sum, { lengthS }) => sum + lengthS, 0);
  return silentS >= LEAST_SILENCE_S ? silentS : 0;
}
