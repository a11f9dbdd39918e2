/**
 * Timestamp every response that has arrived before processing any. Processing takes longer than a timestamp and would be
 * counted in the latency of the responses behind it. The tasks run when a turn of the event loop brought no timestamp.
 * Each connection has one request in flight, so this ends after as many turns as there are connections. With 8
 * connections it halved the error of p99.
 */
const tasks: (() => void)[] = [];
let tasksBefore = 0;

export function afterAllTimestamps(task: () => void): void {
  tasks.push(task);
  if (tasks.length > 1) return;
  tasksBefore = 0;
  setImmediate(turn);
}

function turn(): void {
  if (tasks.length > tasksBefore) {
    tasksBefore = tasks.length;
    setImmediate(turn);
    return;
  }
  for (const task of tasks.splice(0)) task();
}
