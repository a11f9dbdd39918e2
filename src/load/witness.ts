import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { Witness, WitnessSignal } from '../model/suite.ts';

/** The generator watching itself during one pass. */
export interface Watch {
  /** @param typicalMs the pass's median service time: what a delay of ours is compared with. */
  testify(typicalMs: number): Witness;
}

const TIMER_MS = 1;
const NS_PER_MS = 1e6;

/** Above this share of its core the generator has no room left to send on time. */
const BUSY_RED = 0.95;
const BUSY_YELLOW = 0.8;

/** A mean delay of the event loop below half a millisecond is the timer's own jitter. */
const DELAY_FLOOR_MS = 0.5;
/** A tenth of what is being measured would change what a reader concludes from it. */
const DELAY_RED_SHARE = 0.1;

export function startWatch(): Watch {
  const delay = monitorEventLoopDelay({ resolution: TIMER_MS });
  const before = performance.eventLoopUtilization();
  delay.enable();
  return {
    testify(typicalMs) {
      delay.disable();
      const utilization = performance.eventLoopUtilization(before).utilization;
      const meanDelayMs = Number.isFinite(delay.mean) ? Math.max(0, delay.mean / NS_PER_MS - TIMER_MS) : 0;
      const signals = [busy(utilization), late(meanDelayMs, typicalMs)];
      return { valid: signals.every(({ level }) => level !== 'red'), signals };
    },
  };
}

const busy = (share: number): WitnessSignal => ({
  name: 'event-loop utilisation',
  value: share,
  unit: 'ratio',
  level: share > BUSY_RED ? 'red' : share > BUSY_YELLOW ? 'yellow' : 'green',
  because: `the generator was busy ${(share * 100).toFixed(0)} % of the time`,
});

function late(meanDelayMs: number, typicalMs: number): WitnessSignal {
  const limitMs = Math.max(DELAY_FLOOR_MS, typicalMs * DELAY_RED_SHARE);
  return {
    name: 'event-loop delay, mean',
    value: meanDelayMs,
    unit: 'ms',
    level: meanDelayMs > 2 * limitMs ? 'red' : meanDelayMs > limitMs ? 'yellow' : 'green',
    because: `its event loop ran ${meanDelayMs.toFixed(2)} ms late on average`,
  };
}
