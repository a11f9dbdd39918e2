import { PerformanceObserver } from 'node:perf_hooks';
import type { SelfCheckSignal } from '../../model/suite.ts';
import { levelAbove, percent } from './signal.ts';

/** A trial spends a few thousandths of its time on garbage collection. A hundredth is yellow. */
const SHARE_YELLOW = 0.01;
/** A tenth of the time spent on garbage collection slows every response. A single pause often hits no request. */
const SHARE_RED = 0.1;
/** One pause of a fifth of the limit may be the whole tail, so it is yellow. */
const PAUSE_YELLOW = 0.2;
/** Young-generation collections take up to a few milliseconds everywhere, and hit one response in thousands. */
const PAUSE_FLOOR_MS = 5;

/** Observes the garbage collector's pauses from now on. */
export function observeGc(): { signals(tookMs: number, scaleMs: number): readonly SelfCheckSignal[] } {
  let sumMs = 0;
  let longestMs = 0;
  const take = (entries: readonly { readonly duration: number }[]): void => {
    for (const { duration } of entries) {
      sumMs += duration;
      longestMs = Math.max(longestMs, duration);
    }
  };
  const observer = new PerformanceObserver((list) => take(list.getEntries()));
  observer.observe({ entryTypes: ['gc'] });
  return {
    signals(tookMs, scaleMs) {
      take(observer.takeRecords());
      observer.disconnect();
      const share = tookMs === 0 ? 0 : sumMs / tookMs;
      const long = longestMs > Math.max(PAUSE_FLOOR_MS, scaleMs * PAUSE_YELLOW);
      const because = `collecting garbage took ${percent(share)} of the time, ${longestMs.toFixed(1)} ms at most`;
      return [
        {
          id: 'garbage-collection',
          name: 'garbage collection',
          value: share,
          unit: 'ratio',
          level: levelAbove(share, long ? 0 : SHARE_YELLOW, SHARE_RED),
          because,
        },
      ];
    },
  };
}
