import { parseLsof } from '../../listeners/lsof.ts';
import { parseNetstat } from '../../listeners/netstat.ts';
import { foundByLsof, outputOf, type ToolEnd } from '../../listeners/tools.ts';
import type { OpenSocket, ProcessRow } from './contract.ts';
import { parsePs, parseWindowsProcesses, PS_ARGUMENTS, WINDOWS_PROCESSES } from './cpu-time.ts';
import { parseLsofSockets } from './lsof.ts';
import type { Machine } from './machine.ts';
import { parseNetstatSockets } from './netstat.ts';

/** Runs one program to its end. */
export type Run = (name: string, args: readonly string[]) => Promise<ToolEnd>;

/** What one system tells about processes without privileges. Each function throws an Error where its program fails. */
export interface System {
  /** The processes that listen on the port. */
  listeners(run: Run, port: number): Promise<readonly number[]>;
  sockets(run: Run, pids: ReadonlySet<number>): Promise<readonly OpenSocket[]>;
  processes(run: Run): Promise<readonly ProcessRow[]>;
  /** What it does not tell, in words. */
  readonly denied: readonly string[];
}

const deniedEverywhere = [
  'locks, the disk, sleeps and the wait for a free core',
  'answers of other servers: of a connection only the time until it is open is seen',
  'the connections of processes that the server starts during a request',
] as const;

const macos: System = {
  async listeners(run, port) {
    const ended = await run('lsof', ['-wnP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpctn']);
    return parseLsof(foundByLsof(ended)).flatMap((each) => (each.port === port ? (each.pid ?? []) : []));
  },
  async sockets(run, pids) {
    const ended = await run('lsof', ['-wnP', '-a', '-i', '-p', [...pids].join(','), '-FpPnT']);
    return parseLsofSockets(foundByLsof(ended));
  },
  processes: async (run) => parsePs(outputOf('ps', await run('ps', PS_ARGUMENTS))),
  denied: [
    ...deniedEverywhere,
    'questions for names that mDNSResponder asks for the server',
    'the part of the kernel in the time on the CPU',
  ],
};

/** Process 4 is the kernel, which listens for the servers that use HTTP.sys. It is not known which of them answers. */
const KERNEL_PID = 4;

const windows: System = {
  async listeners(run, port) {
    const all = parseNetstat(outputOf('netstat', await run('netstat', ['-ano'])));
    return all.flatMap(({ port: each, pid }) => (each === port && pid !== null && pid > KERNEL_PID ? [pid] : []));
  },
  sockets: async (run, pids) => parseNetstatSockets(outputOf('netstat', await run('netstat', ['-ano'])), pids),
  async processes(run) {
    const ended = await run('powershell', ['-NoProfile', '-NonInteractive', '-Command', WINDOWS_PROCESSES]);
    return parseWindowsProcesses(outputOf('powershell', ended));
  },
  denied: [...deniedEverywhere, 'questions for names: Windows lists no other end of a UDP socket'],
};

const systems: Readonly<Partial<Record<string, System>>> = { darwin: macos, win32: windows };

/** Null where nothing is known about the system. */
export const systemOf = ({ platform }: Machine): System | null => systems[platform] ?? null;
