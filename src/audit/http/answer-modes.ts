import type { AddressVisits } from '../../model/evidence.ts';
import { SLOW_ANSWER_MS } from '../../model/slow.ts';
import { quantile } from '../../stats/quantile.ts';

/** The answers of one address in their order, without the connects. */
export interface Series {
  readonly row: AddressVisits;
  readonly freshMs: readonly number[];
  readonly openMs: readonly number[];
}

export const seriesOf = (row: AddressVisits): Series => ({
  row,
  freshMs: row.cold.flatMap(({ firstByteMs, connectMs }) => (firstByteMs === null ? [] : [firstByteMs - connectMs])),
  openMs: row.warm.map(({ firstByteMs }) => firstByteMs),
});

/** A pause of the machine or of garbage collection multiplies a quick answer too, but seldom beyond 100 ms. */
export const SLOWER_BY = 4;
/** Fewer answers show no series. */
export const FEWEST_ANSWERS = 4;

/** The quick answers of a series are those around its first quarter. Above this an answer is slow beside them. */
const slowAbove = (allMs: readonly number[]): number => Math.max(SLOW_ANSWER_MS, SLOWER_BY * quantile(allMs, 0.25));

/** Slow and quick answers of one address. */
export interface Modes {
  readonly row: AddressVisits;
  readonly slowMs: readonly number[];
  readonly quickMs: readonly number[];
  /**
   * `every-second`: on new connections, in turn. `from-then-on`: no quick answer came after the first slow one. `now-and-then`:
   * neither.
   */
  readonly order: 'every-second' | 'from-then-on' | 'now-and-then';
}

/**
 * Whether the answers of one address have two modes on connections of the same kind. Null where all are quick, where the quick
 * ones are slow already, and where the first answer alone is slow, which is a cold start.
 */
export function modesOf({ row, freshMs, openMs }: Series): Modes | null {
  const all = [...freshMs, ...openMs];
  if (all.length < FEWEST_ANSWERS || quantile(all, 0.25) > SLOW_ANSWER_MS) return null;
  const limitMs = slowAbove(all);
  const isSlow = (ms: number): boolean => ms > limitMs;
  const [, ...later] = all;
  if (!later.some(isSlow)) return null;
  const isMixed = (times: readonly number[]): boolean => times.some(isSlow) && !times.every(isSlow);
  if (!isMixed(freshMs) && !isMixed(openMs)) return null;
  return {
    row,
    slowMs: all.filter(isSlow),
    quickMs: all.filter((ms) => !isSlow(ms)),
    order: orderOf(freshMs.map(isSlow), all.map(isSlow)),
  };
}

function orderOf(fresh: readonly boolean[], all: readonly boolean[]): Modes['order'] {
  const alternates = fresh.length >= FEWEST_ANSWERS && fresh.every((slow, at) => at === 0 || slow !== fresh[at - 1]);
  if (alternates) return 'every-second';
  const firstSlow = all.indexOf(true);
  return all.slice(firstSlow).every(Boolean) ? 'from-then-on' : 'now-and-then';
}

/** The first answer of an address where it alone was slow; null elsewhere. */
export interface ColdStart {
  readonly row: AddressVisits;
  readonly firstMs: number;
  readonly restMs: readonly number[];
}

export function coldStartOf(series: Series): ColdStart | null {
  const { row, freshMs, openMs } = series;
  const [firstMs, ...restMs] = [...freshMs, ...openMs];
  if (firstMs === undefined || restMs.length < FEWEST_ANSWERS - 1 || modesOf(series) !== null) return null;
  const limitMs = slowAbove(restMs);
  return firstMs > limitMs && restMs.every((ms) => ms <= limitMs) && quantile(restMs, 0.25) <= SLOW_ANSWER_MS
    ? { row, firstMs, restMs }
    : null;
}
