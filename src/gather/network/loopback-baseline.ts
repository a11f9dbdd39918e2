import { createServer, type AddressInfo, type Server } from 'node:net';
import type { LoopbackBaseline } from '../../model/evidence.ts';
import { connectTo } from './connect.ts';
import { got } from '../../model/outcome.ts';
import { gatherer } from '../contract.ts';

const CONNECTS = 5;
/** A connect over a loopback that loses the first SYN takes 1.07 s (RFC 6298 §2.1). */
const TIMEOUT_MS = 1_500;
const SLOW_MS = 100;

const families = [
  { family: 4, address: '127.0.0.1' },
  { family: 6, address: '::1' },
] as const;

/** Connects to a listener of our own and to a closed port, to tell a slow machine from a slow server. */
export const gatherLoopbackBaseline = async (): Promise<LoopbackBaseline> => ({
  families: await Promise.all(families.map(async (each) => ({ ...each, ...(await measure(each.address)) }))),
});

type Measured = Pick<LoopbackBaseline['families'][number], 'openMs' | 'closed'>;

async function measure(address: string): Promise<Measured> {
  const [server, soonClosed] = [await listen(address), await listen(address)];
  if (server === null || soonClosed === null) return { openMs: [], closed: { connect: 'unreachable', connectMs: 0 } };
  const [openMs, closed] = await Promise.all([connectsTo(address, server), connectToClosed(address, soonClosed)]);
  await ended(server);
  return { openMs, closed };
}

async function connectsTo(address: string, server: Server): Promise<readonly number[]> {
  const openMs: number[] = [];
  while (openMs.length < CONNECTS && openMs.every((tookMs) => tookMs < SLOW_MS)) {
    const connected = await connectTo(address, portOf(server), TIMEOUT_MS);
    if (connected.outcome === 'accepted') connected.socket.destroy();
    openMs.push(connected.connectMs);
  }
  return openMs;
}

/** The port was ours a moment ago, so it is closed unless another process took it at once. */
async function connectToClosed(address: string, server: Server): Promise<Measured['closed']> {
  const port = portOf(server);
  await ended(server);
  const { outcome: connect, connectMs } = await connectTo(address, port, TIMEOUT_MS);
  return { connect, connectMs };
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

const ended = (server: Server): Promise<void> => new Promise((resolve) => void server.close(() => resolve()));

function listen(address: string): Promise<Server | null> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    // Also for a later connection that could not be accepted: an error event without a listener ends the process.
    server.on('error', () => resolve(null));
    server.listen(0, address, () => resolve(server));
  });
}

export const loopbackBaseline = gatherer({
  kind: 'loopback-baseline',
  title: 'measuring loopback itself',
  when: 'before',
  harm: 'none',
  depth: 'quick',
  budgetMs: 20_000,
  sends: [],
  needs: [],
  gather: async () => got(await gatherLoopbackBaseline()),
});
