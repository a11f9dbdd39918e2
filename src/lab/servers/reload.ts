import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { builtEntry } from '../../package-file.ts';
import type { Server } from '../contract.ts';

/** The variable by which a process that is started again knows that it is the server and not its reloader. */
const CHILD = 'WHYSLOW_LAB_RELOADED';
/** As long as a small server takes to start. */
const PAUSE_MS = 200;

export const isReloaded = ({ behaviour }: Server): boolean =>
  behaviour.kind === 'http' && behaviour.endsAfter !== null && process.env[CHILD] === undefined;

/** Starts the server in a process of its own, and once more when that has ended. Settles when it listens first. */
export async function reload(server: Server): Promise<void> {
  const child = await startChild(server);
  void once(child, 'exit')
    .then(() => sleep(PAUSE_MS))
    .then(() => startChild(stays(server)));
}

async function startChild(server: Server) {
  const child = fork(builtEntry('lab-server'), [server.label], {
    execArgv: [],
    env: { ...process.env, [CHILD]: '1' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  child.send(server);
  await once(child, 'message');
  return child;
}

const stays = (server: Server): Server =>
  server.behaviour.kind === 'http' ? { ...server, behaviour: { ...server.behaviour, endsAfter: null } } : server;
