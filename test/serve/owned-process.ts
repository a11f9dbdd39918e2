import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

/** A server process of a test. It never outlives the test, even if the test fails or is killed. */
export type OwnedProcess = {
  pid: number;
  isRunning(): boolean;
  /** Settles with the exit code, or null where a signal ended it. */
  exited: Promise<number | null>;
  /** Sends SIGTERM, and kills the whole process group after the grace period. Resolves when all of the group have ended. */
  stop(): Promise<void>;
};

export type OwnedCommand = {
  command: string;
  args: readonly string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Both outputs go to this file. A pipe would load the event loop that measures, and break when it ends. */
  logPath: string;
  stopGraceMs?: number;
};

/** gunicorn ends its workers within 2 s; after more than twice that time it hangs. */
const STOP_GRACE_MS = 5_000;

const SETPRIV = '/usr/bin/setpriv';

const running = new Set<number>();
process.on('exit', () => {
  for (const pid of running) signalGroup(pid);
});

export async function startOwned(wanted: OwnedCommand): Promise<OwnedProcess> {
  const [command = wanted.command, ...args] = [...diesWithUs(), wanted.command, ...wanted.args];
  const log = openSync(wanted.logPath, 'a');
  // A separate process group, so that SIGKILL reaches the workers of a master and nothing else.
  const child = spawn(command, args, { cwd: wanted.cwd, env: wanted.env, detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  await once(child, 'spawn');
  const { pid } = child;
  if (pid === undefined) throw new Error(`${command} was started but has no process id.`);

  running.add(pid);
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => {
      running.delete(pid);
      resolve(code);
    });
  });
  return {
    pid,
    isRunning: () => running.has(pid),
    exited,
    stop: async () => {
      if (!running.has(pid)) return;
      child.kill('SIGTERM');
      const force = setTimeout(() => signalGroup(pid), wanted.stopGraceMs ?? STOP_GRACE_MS);
      await exited;
      // The workers of a master that was killed end after it.
      while (groupIsAlive(pid)) await delay(10);
      clearTimeout(force);
    },
  };
}

/** On Linux the server gets SIGTERM when this process ends, even by SIGKILL, which runs no handler. */
function diesWithUs(): string[] {
  if (process.platform !== 'linux' || !existsSync(SETPRIV)) return [];
  return [SETPRIV, '--pdeathsig', 'TERM', '--'];
}

/** Whether a process of the group runs: the leader, or one that it started. Zombies count only where there is no /proc. */
export function groupIsAlive(pid: number): boolean {
  if (process.platform === 'linux') return readdirSync('/proc').some((name) => /^\d+$/.test(name) && runsIn(pid, name));
  try {
    return process.kill(-pid, 0);
  } catch {
    return false;
  }
}

function runsIn(group: number, process: string): boolean {
  const [state, , inGroup] = statOf(process).split(' ');
  return Number(inGroup) === group && state !== 'Z' && state !== 'X';
}

/** State, parent and group, which follow the name of the program. Empty where the process has ended. */
function statOf(process: string): string {
  try {
    const text = readFileSync(`/proc/${process}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2);
  } catch {
    return '';
  }
}

function signalGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // The process has already ended.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
