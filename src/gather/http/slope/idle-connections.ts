import { setTimeout as sleep } from 'node:timers/promises';
import type { GatherContext } from '../../context.ts';
import { type Connected, connectTo } from '../../network/connect.ts';
import { readQueues } from '../../server/listeners/queues.ts';

/** A server that accepts both at all does so within a millisecond; a busy machine may take longer. */
const PATIENCE_MS = 100;
const LOOK_EVERY_MS = 5;

/**
 * Whether the server accepts a second connection while the first one is open and silent. Both are closed after a tenth of a
 * second. Null where the system does not show it.
 */
export async function acceptsIdle({ target, timeoutMs }: GatherContext, address: string): Promise<boolean | null> {
  if (await hasWaiting(target.port)) return null;
  const opened: Connected[] = [await connectTo(address, target.port, timeoutMs)];
  opened.push(await connectTo(address, target.port, timeoutMs));
  try {
    if (opened.some(({ outcome }) => outcome !== 'accepted')) return null;
    for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += LOOK_EVERY_MS) {
      await sleep(LOOK_EVERY_MS);
      const waiting = await hasWaiting(target.port);
      if (waiting !== true) return waiting === null ? null : true;
    }
    return false;
  } finally {
    for (const each of opened) if (each.outcome === 'accepted') each.socket.destroy();
  }
}

async function hasWaiting(port: number): Promise<boolean | null> {
  const queues = await readQueues(port);
  return queues === null ? null : queues.some(({ waiting }) => waiting > 0);
}
