import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

/** Kernel counters of the sending thread and of the machine. All are zero where the kernel does not offer them. */
export interface KernelReading {
  /** Whether the kernel counts the waits for a core (Linux with schedstats). */
  readonly known: boolean;
  readonly atMs: number;
  /** Time on a core, and time ready to run but waiting for one. */
  readonly ranMs: number;
  readonly waitedMs: number;
  readonly ticks: number;
  readonly stealTicks: number;
  readonly throttledMs: number;
}

const NS_PER_MS = 1e6;
const US_PER_MS = 1e3;
/** Fields of the first line of /proc/stat (proc_stat(5)): user, nice, system, idle, iowait, irq, softirq, steal. */
const STEAL_FIELD = 7;
/** cgroup v2, v1, and v1 with its controllers mounted together. Inside a container they are the container's. */
const CPU_STATS = ['/sys/fs/cgroup/cpu.stat', '/sys/fs/cgroup/cpu/cpu.stat', '/sys/fs/cgroup/cpu,cpuacct/cpu.stat'];

export function readKernel(): KernelReading {
  const [ranNs = 0, waitedNs = 0] = numbers(textOf('/proc/thread-self/schedstat'));
  const ticks = numbers(/^cpu +(.*)$/m.exec(textOf('/proc/stat'))?.[1] ?? '');
  return {
    known: ranNs > 0,
    atMs: performance.now(),
    ranMs: ranNs / NS_PER_MS,
    waitedMs: waitedNs / NS_PER_MS,
    ticks: ticks.slice(0, STEAL_FIELD + 1).reduce((sum, each) => sum + each, 0),
    stealTicks: ticks[STEAL_FIELD] ?? 0,
    throttledMs: throttledMs(CPU_STATS.map(textOf).find((text) => text !== '') ?? ''),
  };
}

function throttledMs(text: string): number {
  const [, us] = /^throttled_usec (\d+)$/m.exec(text) ?? [];
  if (us !== undefined) return Number(us) / US_PER_MS;
  return Number(/^throttled_time (\d+)$/m.exec(text)?.[1] ?? 0) / NS_PER_MS;
}

const numbers = (text: string): readonly number[] => text.trim().split(/\s+/).map(Number);

/** Synchronous, since `thread-self` must be this thread, and the time of the read must be known. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
