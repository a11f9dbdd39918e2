import type { SentTrial } from './contract.ts';

/** Divides a trial among processes. All shares together are the trial, and each has at least one connection. */
export function sharesOf(trial: SentTrial, processes: number): readonly SentTrial[] {
  const { users, requests, model } = trial;
  const bounds = Array.from({ length: processes + 1 }, (_, index) => Math.floor((users.length * index) / processes));
  return bounds.slice(1).map((end, index) => {
    const start = bounds[index] ?? 0;
    const part =
      model.kind === 'open' ? everyNth(requests, index, processes) : between(requests, start, end, users.length);
    return { ...trial, users: users.slice(start, end), requests: part };
  });
}

/** Open model: a process makes every n-th send of the plan. */
const everyNth = (requests: number, index: number, processes: number): number =>
  Math.max(0, Math.ceil((requests - index) / processes));

/** Closed model: in proportion to the connections, so that all processes end at the same time. */
function between(requests: number, start: number, end: number, connections: number): number {
  if (!Number.isFinite(requests)) return requests;
  const upTo = (connection: number): number => Math.round((requests * connection) / connections);
  return upTo(end) - upTo(start);
}
