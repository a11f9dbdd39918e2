import { PerformanceObserver } from 'node:perf_hooks';
import type { SelfCheckSignal } from '../../model/suite.ts';
import { levelAbove, percent } from './signal.ts';

/** A pass spends a few thousandths on collecting garbage; a hundredth is worth a word. */
const SHARE_YELLOW = 0.01;
/** A tenth of the time spent on garbage slows every answer; a single pause, often taken while nobody waits, does not. */
const SHARE_RED = 0.1;
/** One pause of a fifth of the limit may be the whole tail: worth a word. */
const PAUSE_YELLOW = 0.2;
/** Young collections take up to a few milliseconds everywhere, and hit one answer in thousands. */
const PAUSE_FLOOR_MS = 5;

/** The garbage collector's pauses from now on. */
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
