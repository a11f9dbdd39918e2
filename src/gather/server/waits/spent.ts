import type { TaskSample, TaskTick, TimedRequest } from './contract.ts';

/** What one thread used during a request: on a core, ready without one, and in the kernel. */
export type Spent = Pick<TaskSample, 'runUs' | 'queueUs' | 'systemUs'>;

const nothing: Spent = { runUs: 0, queueUs: 0, systemUs: 0 };

/**
 * What each thread used, by its index. It is counted from the last sample before the request to the first one after it: the
 * kernel adds a wait for a core at its end. A thread that began meanwhile is counted from its start.
 */
export function spentIn({ sentUs, endUs }: TimedRequest, all: readonly TaskTick[]): ReadonlyMap<number, Spent> {
  const from = Math.max(
    0,
    all.findLastIndex(({ atUs }) => atUs <= sentUs),
  );
  const until = all.findIndex(({ atUs }) => atUs > endUs);
  const before = new Map(all[from]?.tasks.map((sample) => [sample.task, sample]));
  const last = new Map<number, TaskSample>();
  for (const { tasks } of all.slice(from, until === -1 ? undefined : until + 1)) {
    for (const sample of tasks) last.set(sample.task, sample);
  }
  return new Map([...last].map(([task, sample]) => [task, difference(before.get(task) ?? nothing, sample)]));
}

const difference = (before: Spent, after: Spent): Spent => combined(before, after, (a, b) => b - a);

const combined = (a: Spent, b: Spent, of: (a: number, b: number) => number): Spent => ({
  runUs: of(a.runUs, b.runUs),
  queueUs: of(a.queueUs, b.queueUs),
  systemUs: of(a.systemUs, b.systemUs),
});

export const totalOf = (spent: Iterable<Spent>): Spent =>
  [...spent].reduce((sum, each) => combined(sum, each, (a, b) => a + b), nothing);
