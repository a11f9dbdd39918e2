import { fork } from 'node:child_process';
import { builtEntry } from '../../package-file.ts';
import type { Server } from '../contract.ts';
import { moveInto } from '../cpu-limit.ts';
import type { ServerReport } from './main.ts';

/** Starts one server in a separate process; settles when it listens on all its addresses. */
export function start(server: Server, cpuFolder: string | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (because: string): void => reject(new Error(`the ${server.label} did not start: ${because}`));
    const child = fork(builtEntry('lab-server'), [server.label], {
      execArgv: [],
      // A process with a debugger writes about it.
      stdio: ['ignore', 'ignore', hasDebugger(server) ? 'ignore' : 'inherit', 'ipc'],
    });
    child.once('message', (report: ServerReport) => {
      if (report.kind === 'failed') return fail(report.because);
      // Its start is not limited, so that it does not take seconds.
      if (server.cpuLimit !== null && cpuFolder !== null && child.pid !== undefined) moveInto(cpuFolder, child.pid);
      resolve();
    });
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code, signal) => fail(`its process ended (${signal ?? code})`));
    child.send(server, (error) => error && fail(error.message));
  });
}

const hasDebugger = ({ behaviour }: Server): boolean => behaviour.kind === 'http' && behaviour.debuggerPort !== null;
