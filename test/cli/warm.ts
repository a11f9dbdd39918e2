import { type ChildProcess, fork } from 'node:child_process';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Ended } from './whyslow.ts';

const HOST = fileURLToPath(new URL('warm.mjs', import.meta.url));

interface Options {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

let host: ChildProcess | null = null;
let last: Promise<unknown> = Promise.resolve();

/**
 * Runs a command like `whyslow` of whyslow.ts, but one after the other in a process that has run others before. That costs
 * half of a start of its own. Signals, streams, uncaught errors and measured times need a process of their own.
 */
export function whyslow(args: readonly string[], { env = {}, cwd = tmpdir() }: Options = {}): Promise<Ended> {
  const ended = last.then(() => sent({ args, env, cwd }));
  last = ended.catch(() => {});
  return ended;
}

function sent(command: Required<Options> & { readonly args: readonly string[] }): Promise<Ended> {
  const running = (host ??= startHost());
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void => {
      host = null;
      reject(new Error(`The process of the commands ended with ${code} during: whyslow ${command.args.join(' ')}`));
    };
    running.once('exit', onExit);
    running.once('message', (ended) => {
      running.off('exit', onExit);
      resolve(ended as Ended);
    });
    running.send(command);
  });
}

/** Like a command that is started, it does not have the environment of the test runner. */
function startHost(): ChildProcess {
  const { PATH = '' } = process.env;
  const started = fork(HOST, [], { env: { PATH }, execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  started.unref();
  started.channel?.unref();
  return started;
}
