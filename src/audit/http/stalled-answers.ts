import type { KeepAlive, WarmVisit } from '../../model/evidence.ts';
import { median, quantile } from '../../stats/quantile.ts';

/**
 * Linux delays an ACK by 40 ms at least (TCP_DELACK_MIN, include/net/tcp.h) and measures up to 48 ms by then; macOS
 * waits up to 100 ms, Windows up to 200 ms (RFC 1122 §4.2.3.2 allows 500 ms).
 */
const SHORTEST_STALL_MS = 35;
const LONGEST_STALL_MS = 260;
/** A delayed ACK takes the same time at each answer. A server that is slow for other reasons varies more. */
const LARGEST_SPREAD = 0.35;
/** Where the head of an answer waits too, nothing but the plateau tells a stall from a slow server. */
const LEAST_SHARE_OF_WHOLE = 0.75;
/** A body of several large writes stalls at some answers only, such as four of nine (three writes of 60 kB on Linux). */
const LEAST_SHARE_OF_ENDS = 1 / 3;
const FEWEST_STALLED = 3;
/** One new connection of ten may be slow by chance. */
const LARGEST_SHARE_OF_NEW = 0.1;

/** The answers on kept connections that waited for a delayed ACK. */
export interface StalledAnswers {
  readonly n: number;
  readonly of: number;
  /** How much longer such an answer takes than one on a new connection. */
  readonly costMs: number;
}

export const totals = (visits: readonly WarmVisit[]): readonly number[] => visits.map(({ totalMs }) => totalMs);

/** Where stalls show: the time to look at, how many answers must have it, and how far these may lie apart. */
interface Place {
  timeOf(visit: WarmVisit): number;
  readonly leastShare: number;
  /** Relative to the median. */
  spreadOf(timesMs: readonly number[]): number;
}

const inWhole: Place = {
  timeOf: ({ totalMs }) => totalMs,
  leastShare: LEAST_SHARE_OF_WHOLE,
  spreadOf: (timesMs) => (quantile(timesMs, 0.75) - quantile(timesMs, 0.25)) / median(timesMs),
};

/** A busy machine makes a stall longer and never shorter, so that the shortest is compared. */
const atEnd: Place = {
  timeOf: ({ firstByteMs, totalMs }) => totalMs - firstByteMs,
  leastShare: LEAST_SHARE_OF_ENDS,
  spreadOf: (timesMs) => (median(timesMs) - Math.min(...timesMs)) / median(timesMs),
};

/** Null where no answer waits on a kept connection alone, and as evenly as a delayed ACK. */
export const stalledAnswers = (seen: KeepAlive): StalledAnswers | null =>
  stalledIn(inWhole, seen) ?? stalledAtEnd(seen);

/** The same, where the first byte came at once and the last one waited. */
export const stalledAtEnd = (seen: KeepAlive): StalledAnswers | null => stalledIn(atEnd, seen);

function stalledIn(
  { timeOf, leastShare, spreadOf }: Place,
  { fresh, reused, delayedAcks }: KeepAlive,
): StalledAnswers | null {
  if (fresh.length === 0 || reused.length === 0) return null;
  const usualMs = median(fresh.map(timeOf));
  const isStalled = (visit: WarmVisit): boolean => {
    const longerMs = timeOf(visit) - usualMs;
    return longerMs >= SHORTEST_STALL_MS && longerMs <= LONGEST_STALL_MS;
  };
  const stalled = reused.filter(isStalled);
  if (stalled.length < Math.max(FEWEST_STALLED, reused.length * leastShare)) return null;
  if (fresh.filter(isStalled).length > fresh.length * LARGEST_SHARE_OF_NEW) return null;
  if (delayedAcks !== null && delayedAcks < stalled.length) return null;
  if (spreadOf(stalled.map(timeOf)) > LARGEST_SPREAD) return null;
  return { n: stalled.length, of: reused.length, costMs: median(totals(stalled)) - median(totals(fresh)) };
}
