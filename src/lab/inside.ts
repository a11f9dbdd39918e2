import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { argv } from 'node:process';
import { ownEtc, removeFolder } from './etc.ts';
import { buildNetwork } from './network.ts';
import type { Failure, Order } from './orders.ts';
import { start } from './servers/start.ts';

// The first process of the namespaces; enter.ts is its other end. When it ends, the kernel ends everything else inside,
// and it ends when whoever made it does, however that ends.

type Begin = Extract<Order, { kind: 'begin' }>;

// Outside of a process namespace of its own, it would rearrange the real machine.
if (process.pid !== 1) throw new Error(`${argv[1]} is started by whyslow lab, inside its namespaces`);

let abandoned = (): void => {};
process.once('disconnect', () => {
  abandoned();
  process.exit(1);
});
if (!process.connected) process.exit(1);

let interrupt = (signal: NodeJS.Signals): void => process.exit(codeOf(signal));

process.on('message', (order: Order) => {
  if (order.kind === 'signal') interrupt(order.signal);
  else void begin(order);
});

async function begin(order: Begin): Promise<void> {
  try {
    ownEtc(order.fault, order.etcFolder);
    abandoned = () => removeFolder(order.etcFolder);
    buildNetwork(order.fault);
    await Promise.all(order.fault.servers.map(start));
    process.exit(await run(order));
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error);
    process.send?.({ because } satisfies Failure, () => process.exit(1));
  }
}

/** The command itself, on our stdio. */
async function run({ argv: [command = '', ...args], env, fault }: Begin): Promise<number> {
  const child = spawn(command, args, { stdio: 'inherit', env: { ...env, ...fault.env } });
  interrupt = (signal) => void child.kill(signal);
  const [code, signal] = (await once(child, 'exit')) as [number, null] | [null, NodeJS.Signals];
  return code ?? codeOf(signal);
}

/** What a shell makes of a signal that ended a command. */
function codeOf(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}
