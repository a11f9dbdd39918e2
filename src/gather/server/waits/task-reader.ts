import { closeSync, openSync, readSync } from 'node:fs';
import type { SystemCall, TaskSample } from './contract.ts';
import { socketAt } from './processes.ts';
import { parseStat } from './stat-line.ts';

/** Reads one thread again and again, through descriptors that stay open. */
export interface TaskReader {
  /** Null when the thread has ended. */
  read(): Omit<TaskSample, 'task'> | null;
  close(): void;
  /** Whether the system call may be read. */
  readonly seesCalls: boolean;
}

const BUFFER = Buffer.allocUnsafe(1_024);
const NS_PER_US = 1_000;

export function openTask(pid: number, tid: number): TaskReader | null {
  const folder = `/proc/${pid}/task/${tid}`;
  const [stat, schedstat, wchan, syscall] = ['stat', 'schedstat', 'wchan', 'syscall'].map((name) =>
    opened(`${folder}/${name}`),
  );
  if (stat === undefined || stat === null) return null;
  const sockets = new Map<string, string | null>();
  const callOf = (): SystemCall | null => {
    const [number = '', first = '', second = '', , fourth = ''] = (textAt(syscall ?? null) ?? '').split(' ');
    if (!/^\d+$/.test(number)) return null;
    return {
      number: Number(number),
      first: Number(first),
      second: Number(second),
      socket: socketOf(Number(first)),
      timeout: Number(BigInt.asIntN(32, BigInt(fourth))),
    };
  };
  // A descriptor number is used again, so that its socket is looked up once for each wait only.
  let waited = '';
  const socketOf = (descriptor: number): string | null => {
    const key = String(descriptor);
    if (key !== waited) sockets.delete(key);
    waited = key;
    const known = sockets.get(key);
    if (known !== undefined) return known;
    const socket = descriptor < 65_536 ? socketAt(`/proc/${pid}/fd/${descriptor}`) : null;
    sockets.set(key, socket);
    return socket;
  };
  return {
    seesCalls: textAt(syscall ?? null) !== null,
    read() {
      const line = textAt(stat);
      if (line === null) return null;
      const [run = '0', queue = '0'] = (textAt(schedstat ?? null) ?? '').split(' ');
      const name = textAt(wchan ?? null) ?? '';
      const { state, systemUs } = parseStat(line);
      return {
        state,
        wchan: name === '0' ? '' : name,
        call: callOf(),
        runUs: Math.round(Number(run) / NS_PER_US),
        queueUs: Math.round(Number(queue) / NS_PER_US),
        systemUs,
      };
    },
    close: () => [stat, schedstat, wchan, syscall].forEach((each) => typeof each === 'number' && closeSync(each)),
  };
}

function opened(path: string): number | null {
  try {
    return openSync(path, 'r');
  } catch {
    return null;
  }
}

/** Null where the thread has ended, or the file may not be read. */
function textAt(descriptor: number | null): string | null {
  if (descriptor === null) return null;
  try {
    const length = readSync(descriptor, BUFFER, 0, BUFFER.length, 0);
    return length === 0 ? null : BUFFER.toString('latin1', 0, length).trim();
  } catch {
    return null;
  }
}
