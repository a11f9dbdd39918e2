import type { Stretch } from '../model/suite.ts';
import { type PackedHistogram, quickHistogram } from '../stats/histogram.ts';

/** The responses of a trial, interval by interval. The caller owns the clock and says when an interval may end. */
export interface Timeline {
  add(latencyUs: number): void;
  /** @param waitedUs how long the failed request took. */
  wrong(waitedUs: number): void;
  /** @param atS seconds since the first send, never decreasing. */
  tick(atS: number): void;
  /** All intervals, the open one included. */
  until(atS: number): readonly Stretch[];
  /** The histograms of these intervals. Empty unless they are kept. */
  histograms(): readonly PackedHistogram[];
}

/** An interval is a second, less what a timer may be early. It ends at the second tick of half a second. */
const STRETCH_S = 0.9;
/** A plot can show an hour of seconds. After an hour an interval is a minute, and a day adds 1,440 of them. */
const FINE_S = 3_600;
const COARSE_S = 60;
const US_PER_MS = 1_000;

/** @param keeps whether to keep the histogram of each interval, some 2 KB, to merge it with those of other processes. */
export function startTimeline(keeps = false): Timeline {
  const open = quickHistogram();
  const closed: Stretch[] = [];
  const kept: PackedHistogram[] = [];
  const failures = startFailures();
  // Kept beside the histogram, which reads all its buckets to compute a mean.
  let sumUs = 0;
  let fromS = 0;
  const stretchTo = (atS: number): Stretch => ({
    fromS,
    lengthS: atS - fromS,
    n: open.count,
    errors: failures.count,
    meanMs: open.count === 0 ? 0 : sumUs / open.count / US_PER_MS,
    p50Ms: open.percentileMs(50),
    p95Ms: open.percentileMs(95),
    p99Ms: open.percentileMs(99),
    maxMs: open.maxMs,
    failed: failures.waits(),
  });
  return {
    add(latencyUs) {
      open.record(latencyUs);
      sumUs += latencyUs;
    },
    wrong: failures.add,
    tick(atS) {
      if (atS - fromS < (fromS < FINE_S ? STRETCH_S : COARSE_S)) return;
      closed.push(stretchTo(atS));
      if (keeps) kept.push(open.packed());
      open.reset();
      failures.reset();
      sumUs = 0;
      fromS = atS;
    },
    until: (atS) => (open.count + failures.count === 0 ? closed : [...closed, stretchTo(atS)]),
    histograms: () => (!keeps || open.count + failures.count === 0 ? kept : [...kept, open.packed()]),
  };
}

interface Failures {
  readonly count: number;
  add(waitedUs: number): void;
  waits(): Stretch['failed'];
  reset(): void;
}

function startFailures(): Failures {
  let [count, waitedUs, longestUs] = [0, 0, 0];
  return {
    get count() {
      return count;
    },
    add(us) {
      count += 1;
      waitedUs += us;
      longestUs = Math.max(longestUs, us);
    },
    waits: () => (count === 0 ? null : { waitedMs: waitedUs / US_PER_MS, longestMs: longestUs / US_PER_MS }),
    reset() {
      [count, waitedUs, longestUs] = [0, 0, 0];
    },
  };
}
