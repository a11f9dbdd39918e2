import { readFile } from 'node:fs/promises';
import type { ProcessState } from '../../../model/server-process.ts';
import { parseProcNetTcp } from '../listeners/proc-net-tcp.ts';
import { type Owner, ownersOf } from '../listeners/processes.ts';
import { openFilesOf, programOf, socketsOf, textOf, threadsOf } from '../waits/processes.ts';
import { parseStat } from '../waits/stat-line.ts';
import { debuggersOf } from './debuggers.ts';

/** State TCP_ESTABLISHED in include/net/tcp_states.h. */
const ESTABLISHED = '01';

const tables = (): Promise<readonly string[]> =>
  Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map((path) => readFile(path, 'latin1').catch(() => '')));

/** The processes that own a listening socket of the port. Those of other users are visible to root only. */
export async function readProcesses(port: number): Promise<readonly ProcessState[]> {
  const texts = await tables();
  const sockets = texts.flatMap(parseProcNetTcp);
  const owners = await ownersOf(new Set(sockets.filter((each) => each.port === port).map(({ inode }) => inode)));
  const byPid = new Map([...owners.values()].map((owner) => [owner.pid, owner]));
  const connected = new Set(texts.flatMap(connectedPorts));
  return [...byPid.values()].flatMap((owner) => {
    const own = socketsOf(owner.pid);
    const ports = sockets.filter(({ inode }) => own.has(inode)).map((each) => each.port);
    const listening = new Set(ports.filter((each) => each !== port));
    return stateOf(owner, { listening, connected }) ?? [];
  });
}

/** The local ports of open connections. */
export const connectedPorts = (table: string): readonly number[] =>
  table
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const [, local = '', , state] = line.trim().split(/\s+/);
      return state === ESTABLISHED ? [Number.parseInt(local.split(':')[1] ?? '', 16)] : [];
    });

interface Ports {
  readonly listening: ReadonlySet<number>;
  readonly connected: ReadonlySet<number>;
}

/** Null where the process has ended meanwhile. */
function stateOf({ pid, words }: Owner, ports: Ports): ProcessState | null {
  const [stat, status] = [textOf(`/proc/${pid}/stat`), textOf(`/proc/${pid}/status`)];
  if (stat === null || status === null) return null;
  const { state, startedS } = parseStat(stat);
  const uptimeS = Number((textOf('/proc/uptime') ?? '').split(' ')[0]);
  const tracer = tracerIn(status);
  return {
    pid,
    program: programOf(pid),
    state,
    startedS,
    ageS: Math.max(0, uptimeS - startedS),
    threads: threadsOf(pid).length,
    debuggers: debuggersOf({
      words,
      environment: (textOf(`/proc/${pid}/environ`) ?? '').split('\0'),
      ...ports,
      tracer: tracer === null ? null : programOf(tracer),
    }),
    openFiles: openFilesOf(pid),
    openFilesLimit: openFilesLimitIn(textOf(`/proc/${pid}/limits`) ?? ''),
  };
}

/** The process that traces another, as /proc/PID/status has it; null where none does. */
export function tracerIn(status: string): number | null {
  const pid = Number(/^TracerPid:\s*(\d+)$/m.exec(status)?.[1] ?? 0);
  return pid === 0 ? null : pid;
}

/** The soft limit; null where there is none. */
export function openFilesLimitIn(limits: string): number | null {
  const limit = /^Max open files\s+(\d+)\s/m.exec(limits)?.[1];
  return limit === undefined ? null : Number(limit);
}
