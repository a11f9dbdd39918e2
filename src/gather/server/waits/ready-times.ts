import type { TaskTick, TimedRequest } from './contract.ts';
import { spentIn, totalOf } from './spent.ts';

/** The time of a request in which a thread of the server could run: on a core, and waiting for one. */
export interface ReadyTime {
  readonly request: TimedRequest;
  readonly cpuUs: number;
  readonly coreUs: number;
}

export const spanOf = ({ sentUs, endUs }: TimedRequest): number => endUs - sentUs;

export const ticksIn = ({ sentUs, endUs }: TimedRequest, all: readonly TaskTick[]): readonly TaskTick[] =>
  all.filter(({ atUs }) => atUs > sentUs && atUs <= endUs);

/** Whether a thread is on a core or waits for one. */
export const isReady = ({ tasks }: TaskTick): boolean => tasks.some(({ state }) => state === 'R');

/**
 * Both are counts of the kernel, and the second one can contain sleep: on Linux 6.18 a thread that was in `epoll_wait` at each
 * sample of a request got a wait as long as the request. Since 6.12 a thread that falls asleep on a busy core may stay in its
 * queue for a moment, which is a likely cause. A thread that really waits has the state R, so that no more of the waits is
 * believed than the samples allow.
 */
export function readyTimes(requests: readonly TimedRequest[], all: readonly TaskTick[]): readonly ReadyTime[] {
  const counted = requests.map((request) => countedIn(request, all));
  const countedUs = counted.reduce((sum, { coreUs }) => sum + coreUs, 0);
  const believedUs = Math.min(countedUs, mostWaitUs(requests, all));
  const share = countedUs === 0 ? 1 : believedUs / countedUs;
  return counted.map((each) => ({ ...each, coreUs: each.coreUs * share }));
}

function countedIn(request: TimedRequest, all: readonly TaskTick[]): ReadyTime {
  const { runUs, queueUs } = totalOf(spentIn(request, all).values());
  const cpuUs = Math.min(spanOf(request), runUs);
  return { request, cpuUs, coreUs: Math.min(spanOf(request) - cpuUs, queueUs) };
}

/** Without a sample nothing contradicts the counts. */
function mostWaitUs(requests: readonly TimedRequest[], all: readonly TaskTick[]): number {
  const ticks = requests.flatMap((request) => ticksIn(request, all));
  if (ticks.length === 0) return Infinity;
  const eachUs = requests.reduce((sum, request) => sum + spanOf(request), 0) / ticks.length;
  return upperBound(ticks.filter(isReady).length) * eachUs;
}

/** Two standard deviations above a count of rare events, and three where none was seen (the rule of three). */
const upperBound = (count: number): number => count + 2 * Math.sqrt(count) + 3;
