import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { argv } from 'node:process';
import { ownEtc, removeFolder } from './etc.ts';
import { buildNetwork } from './network.ts';
import type { Failure, LabMessage } from './messages.ts';
import { start } from './servers/start.ts';

// The first process of the namespaces, started by enter.ts. When it ends, the kernel kills all other processes inside.
// It ends when its parent ends, for any reason.

type Begin = Extract<LabMessage, { kind: 'begin' }>;

// Without its own process namespace, it would change the real machine.
if (process.pid !== 1) throw new Error(`${argv[1]} is started by whyslow lab, inside its namespaces`);

let abandoned = (): void => {};
process.once('disconnect', () => {
  abandoned();
  process.exit(1);
});
if (!process.connected) process.exit(1);

let interrupt = (signal: NodeJS.Signals): void => process.exit(codeOf(signal));

process.on('message', (message: LabMessage) => {
  if (message.kind === 'signal') interrupt(message.signal);
  else void begin(message);
});

async function begin(message: Begin): Promise<void> {
  try {
    ownEtc(message.fault, message.etcFolder);
    abandoned = () => removeFolder(message.etcFolder);
    buildNetwork(message.fault);
    await Promise.all(message.fault.servers.map((server) => start(server, message.cpuFolder)));
    process.exit(await run(message));
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error);
    process.send?.({ because } satisfies Failure, () => process.exit(1));
  }
}

/** Runs the command on the stdio of this process. */
async function run({ argv: [command = '', ...args], env, fault }: Begin): Promise<number> {
  const child = spawn(command, args, { stdio: 'inherit', env: { ...env, ...fault.env } });
  interrupt = (signal) => void child.kill(signal);
  const [code, signal] = (await once(child, 'exit')) as [number, null] | [null, NodeJS.Signals];
  return code ?? codeOf(signal);
}

/** The exit code of a command that a signal ended, as in a shell. */
function codeOf(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}
