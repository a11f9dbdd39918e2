import { machineUs } from './clock.ts';
import type { LockTick, SocketTick, Task, TaskSample, TaskTick, Watched } from './contract.ts';
import { foreignLocks } from './locks.ts';
import { processTimes, usedBetween } from './process-times.ts';
import { programOf, serversOf, socketsOf, threadsOf, withDescendants } from './processes.ts';
import { parseSockets } from './socket-table.ts';
import { openTask, type TaskReader } from './task-reader.ts';

/** Watches the processes behind one port. */
export interface Watcher {
  readonly found: boolean;
  sampleTasks(): void;
  /** @param text the output of ss. */
  takeSockets(text: string, atUs: number): void;
  sampleLocks(): void;
  /** Looks for new processes, like workers that a server starts for a request. */
  lookForProcesses(): void;
  watched(): Watched;
  close(): void;
}

/** Reading more threads than this takes longer than the time between two samples. */
const MOST_TASKS = 64;

/** @param except processes of whyslow itself, which may be descendants of the process that serves. */
export function watchPort(port: number, except: ReadonlySet<number>): Watcher {
  let pids = serversOf(port, except);
  const threads = threadReaders();
  const taskTicks: TaskTick[] = [];
  const socketTicks: SocketTick[] = [];
  const lockTicks: LockTick[] = [];
  const timesBefore = processTimes();
  return {
    found: pids.size > 0,
    sampleTasks() {
      threads.open(pids);
      const atUs = machineUs();
      taskTicks.push({ atUs, tasks: threads.read() });
    },
    takeSockets(text, atUs) {
      const own = new Set([...pids].flatMap((pid) => [...socketsOf(pid)]));
      const isOfPort = (place: string): boolean => place.endsWith(`:${port}`);
      const sockets = parseSockets(text).filter(({ inode, local }) => own.has(inode) || isOfPort(local));
      socketTicks.push({ atUs, sockets });
    },
    sampleLocks() {
      lockTicks.push({ atUs: machineUs(), locks: foreignLocks(pids) });
    },
    lookForProcesses() {
      pids = withDescendants(pids, except);
    },
    watched: () => ({
      tasks: threads.tasks,
      taskTicks,
      socketTicks,
      lockTicks,
      others: usedBetween(timesBefore, processTimes(), (pid) => !pids.has(pid) && !except.has(pid)),
      denied: threads.denied(),
    }),
    close: () => threads.close(),
  };
}

/** The open readers of all threads. */
function threadReaders() {
  const tasks: Task[] = [];
  const readers = new Map<string, { readonly index: number; readonly reader: TaskReader }>();
  let [isBlind, isCrowded] = [false, false];
  const openOne = (pid: number, tid: number): void => {
    const reader = openTask(pid, tid);
    if (reader === null) return;
    isBlind ||= !reader.seesCalls;
    readers.set(`${pid}/${tid}`, { index: tasks.length, reader });
    tasks.push({ pid, tid, program: programOf(pid) });
  };
  return {
    tasks,
    open(pids: ReadonlySet<number>): void {
      for (const pid of pids) {
        for (const tid of threadsOf(pid).filter((each) => !readers.has(`${pid}/${each}`))) {
          if (readers.size < MOST_TASKS) openOne(pid, tid);
          else isCrowded = true;
        }
      }
    },
    read(): readonly TaskSample[] {
      const samples: TaskSample[] = [];
      for (const [key, { index, reader }] of readers) {
        const read = reader.read();
        if (read !== null) samples.push({ task: index, ...read });
        else {
          reader.close();
          readers.delete(key);
        }
      }
      return samples;
    },
    denied: (): readonly string[] => [
      ...(isBlind ? ['the system calls of its threads (as its user without a ptrace restriction, or as root)'] : []),
      ...(isCrowded ? [`its threads beyond the first ${MOST_TASKS}`] : []),
    ],
    close(): void {
      for (const { reader } of readers.values()) reader.close();
    },
  };
}
