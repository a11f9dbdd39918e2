import { createServer } from 'node:net';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';

/**
 * Below 32768, the start of Linux's range for outgoing connections. The kernel could assign a port of that range to a
 * client between this check and the server's bind.
 */
const FIRST_PORT = 20_000;
const LAST_PORT = 32_000;
const ATTEMPTS = 50;

/** A port of 127.0.0.1 without a listener. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = randomInt(FIRST_PORT, LAST_PORT);
    if (await isFree(port)) return port;
  }
  throw new Error(`No free port between ${FIRST_PORT} and ${LAST_PORT} in ${ATTEMPTS} attempts.`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const answer = Promise.race([once(server, 'listening').then(() => true), once(server, 'error').then(() => false)]);
  server.listen(port, '127.0.0.1');
  const free = await answer.catch(() => false);
  if (!free) return false;
  server.close();
  await once(server, 'close');
  return true;
}
