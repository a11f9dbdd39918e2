import { createServer, type AddressInfo, type Server } from 'node:net';
import type { LoopbackBaseline } from '../model/evidence.ts';
import { connectTo } from './connect.ts';

const CONNECTS = 5;
/** A loopback that loses its first SYN answers after a second; what is slower still is slow enough. */
const TIMEOUT_MS = 2_000;
const SLOW_MS = 100;

const families = [
  { family: 4, address: '127.0.0.1' },
  { family: 6, address: '::1' },
] as const;

/** Is it the server, or is it this machine? A listener of our own and a closed port know nothing of the server. */
export const gatherLoopbackBaseline = async (): Promise<LoopbackBaseline> => ({
  families: await Promise.all(families.map(async (each) => ({ ...each, ...(await measure(each.address)) }))),
});

type Measured = Pick<LoopbackBaseline['families'][number], 'openMs' | 'closed'>;

async function measure(address: string): Promise<Measured> {
  const server = await listen(address);
  if (server === null) return { openMs: [], closed: { connect: 'unreachable', connectMs: 0 } };
  const { port } = server.address() as AddressInfo;
  const openMs: number[] = [];
  while (openMs.length < CONNECTS && openMs.every((tookMs) => tookMs < SLOW_MS)) {
    const connected = await connectTo(address, port, TIMEOUT_MS);
    if (connected.outcome === 'accepted') connected.socket.destroy();
    openMs.push(connected.connectMs);
  }
  await new Promise<void>((resolve) => void server.close(() => resolve()));
  // The port was ours a moment ago and nobody else has had the time to take it: certainly closed.
  const { outcome: connect, connectMs } = await connectTo(address, port, TIMEOUT_MS);
  return { openMs, closed: { connect, connectMs } };
}

function listen(address: string): Promise<Server | null> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', () => resolve(null));
    server.listen(0, address, () => resolve(server));
  });
}
