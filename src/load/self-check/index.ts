import { availableParallelism } from 'node:os';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import type { SelfCheck, SelfCheckSignal } from '../../model/suite.ts';
import { measureCoreShare, coreSignal } from './core.ts';
import { observeGc } from './gc.ts';
import { readKernel, type KernelReading } from './kernel.ts';
import { levelAbove, percent } from './signal.ts';

/** The counts with which a wait for a core is compared. */
export interface Measured {
  readonly responses: number;
  readonly medianMs: number;
}

/** The self-check of the generator during one trial. */
export interface RunningSelfCheck {
  /**
   * @param scaleMs the time with which delays of the generator are compared: the suite's limit, or its median latency.
   * @param others the signals from the requests themselves.
   * @param measured the number of responses, over which the wait for a core is divided, and their median.
   */
  conclude(scaleMs: number, others?: readonly SelfCheckSignal[], measured?: Measured): SelfCheck;
}

/** Each timer tick wakes the event loop. A thousand a second raised the measured median by a tenth; a hundred do not. */
const TIMER_MS = 10;
const NS_PER_MS = 1e6;

/** Above this share of its core the generator cannot send on time. */
const BUSY_RED = 0.95;
const BUSY_YELLOW = 0.8;

/** A mean delay of the event loop below half a millisecond is the timer's own jitter. */
const DELAY_FLOOR_MS = 0.5;
/** A delay of a tenth of the measured time could change the conclusion. */
const DELAY_RED_SHARE = 0.1;

export function startSelfCheck(): RunningSelfCheck {
  const coreBefore = measureCoreShare();
  const delay = monitorEventLoopDelay({ resolution: TIMER_MS });
  const loopBefore = performance.eventLoopUtilization();
  const kernelBefore = readKernel();
  const startMs = performance.now();
  const gc = observeGc();
  delay.enable();
  return {
    conclude(scaleMs, others = [], measured = { responses: 0, medianMs: 0 }) {
      delay.disable();
      const tookMs = performance.now() - startMs;
      const plans = others.some(({ id }) => id === 'send-lag');
      const { utilization } = performance.eventLoopUtilization(loopBefore);
      const meanDelayMs = Number.isFinite(delay.mean) ? Math.max(0, delay.mean / NS_PER_MS - TIMER_MS) : 0;
      const signals = [
        // In the open model the loop polls the clock before each send, so its utilisation says nothing.
        ...(plans ? [] : [busy(utilization)]),
        late(meanDelayMs, scaleMs),
        ...gc.signals(tookMs, scaleMs),
        ...kernelSignals(kernelBefore, readKernel(), measured),
        ...coreSignal(coreBefore, measureCoreShare()),
        ...sharedCore(),
        ...others,
      ];
      return { valid: signals.every(({ level }) => level !== 'red'), signals };
    },
  };
}

const busy = (share: number): SelfCheckSignal => ({
  id: 'event-loop-utilisation',
  name: 'event-loop utilisation',
  value: share,
  unit: 'ratio',
  level: levelAbove(share, BUSY_YELLOW, BUSY_RED),
  because: `the generator was busy ${percent(share)} of the time`,
});

function late(meanDelayMs: number, scaleMs: number): SelfCheckSignal {
  const limitMs = Math.max(DELAY_FLOOR_MS, scaleMs * DELAY_RED_SHARE);
  return {
    id: 'event-loop-delay',
    name: 'event-loop delay, mean',
    value: meanDelayMs,
    unit: 'ms',
    level: levelAbove(meanDelayMs, limitMs, 2 * limitMs),
    because: `its event loop ran ${meanDelayMs.toFixed(2)} ms late on average`,
  };
}

/**
 * The share of its runnable time that the thread waits for a core. On two quiet cores it is up to 0.45, and up to 0.65
 * where the server serves ten connections or hashes passwords. With a busy process on the same core it is 0.6 to 0.8.
 */
const WAIT_YELLOW = 0.15;
const WAIT_RED = 0.55;
/** Latencies are accurate to a tenth of a millisecond, so a smaller wait for each response does not count. */
const WAIT_PER_RESPONSE_MS = 0.1;
/** A wait of a twentieth of one response does not count either: it is within the server's own jitter. */
const WAIT_OF_RESPONSE = 0.05;
const STEAL_YELLOW = 0.02;
const STEAL_RED = 0.1;
/** The kernel counts steal in hundredths of a second. A few of them are rounding errors. */
const FEWEST_STEAL_TICKS = 10;
const THROTTLED_RED = 0.02;

function kernelSignals(before: KernelReading, after: KernelReading, measured: Measured): readonly SelfCheckSignal[] {
  const ticks = after.ticks - before.ticks;
  const stolenTicks = after.stealTicks - before.stealTicks;
  const stolen = ticks <= 0 || stolenTicks < FEWEST_STEAL_TICKS ? 0 : stolenTicks / ticks;
  const throttled = (after.throttledMs - before.throttledMs) / Math.max(1, after.atMs - before.atMs);
  const quota = `its CPU quota was used up ${percent(throttled)} of the time`;
  return [
    ...(before.known ? [waiting(before, after, measured)] : []),
    ratio(
      'cpu-steal',
      'CPU steal',
      stolen,
      [STEAL_YELLOW, STEAL_RED],
      `the hypervisor took ${percent(stolen)} of the CPU away`,
    ),
    ratio('cpu-throttling', 'CPU throttling', throttled, [0, THROTTLED_RED], quota),
  ];
}

function waiting(before: KernelReading, after: KernelReading, { responses, medianMs }: Measured): SelfCheckSignal {
  const [ranMs, waitedMs] = [after.ranMs - before.ranMs, after.waitedMs - before.waitedMs];
  const share = ranMs + waitedMs <= 0 ? 0 : waitedMs / (ranMs + waitedMs);
  const perResponseMs = responses === 0 ? waitedMs : waitedMs / responses;
  const matters = perResponseMs > Math.max(WAIT_PER_RESPONSE_MS, medianMs * WAIT_OF_RESPONSE);
  const each = `${perResponseMs.toFixed(2)} ms for each response`;
  const because = `it waited for a free core, ${each} (${percent(share)} of the time in which it had work)`;
  const signal = ratio('core-wait', 'wait for a core', share, [WAIT_YELLOW, WAIT_RED], because);
  return signal.level === 'red' && !matters ? { ...signal, level: 'yellow' } : signal;
}

const ratio = (
  id: SelfCheckSignal['id'],
  name: string,
  value: number,
  [yellow, red]: readonly [number, number],
  because: string,
): SelfCheckSignal => ({
  id,
  name,
  value,
  unit: 'ratio',
  level: levelAbove(value, yellow, red),
  because,
});

/** On two cores the server and the generator use all cores. This is always reported and never makes a trial invalid. */
const FEW_CORES = 2;

function sharedCore(): readonly SelfCheckSignal[] {
  const cores = availableParallelism();
  if (cores > FEW_CORES) return [];
  const because = `generator and server share ${cores === 1 ? 'one core' : `${cores} cores`} with all other programs on this machine`;
  return [{ id: 'few-cores', name: 'cores', value: cores, unit: 'count', level: 'yellow', because }];
}
