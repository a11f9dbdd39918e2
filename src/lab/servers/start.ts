import { fork } from 'node:child_process';
import { builtEntry } from '../../package-file.ts';
import type { Server } from '../contract.ts';
import type { ServerReport } from './main.ts';

/** Starts one server in a separate process; settles when it listens on all its addresses. */
export function start(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (because: string): void => reject(new Error(`the ${server.label} did not start: ${because}`));
    const child = fork(builtEntry('lab-server'), [server.label], {
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child.once('message', (report: ServerReport) => (report.kind === 'listening' ? resolve() : fail(report.because)));
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code, signal) => fail(`its process ended (${signal ?? code})`));
    child.send(server, (error) => error && fail(error.message));
  });
}
