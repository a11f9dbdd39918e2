import { freePort } from './port.ts';
import { startRedis, type OwnedRedis } from './redis.ts';

export interface OwnedCluster {
  /** redis-cluster://… with the first two nodes. */
  readonly url: string;
  readonly nodes: readonly OwnedRedis[];
  stop(): Promise<void>;
}

const NODES = 3;
const SLOTS = 16_384;
const START_DEADLINE_MS = 20_000;

/** Three primaries without replicas, each with a third of the slots. */
export async function startRedisCluster(): Promise<OwnedCluster> {
  const own = ['--cluster-enabled', 'yes', '--cluster-node-timeout', '2000'];
  // By default the port of the other nodes is 10,000 above, where the kernel may have given it to a client.
  const buses = await Promise.all(Array.from({ length: NODES }, async () => String(await freePort())));
  const nodes = await Promise.all(buses.map((bus) => startRedis('memory', [...own, '--cluster-port', bus])));
  const stop = async (): Promise<void> => void (await Promise.all(nodes.map((node) => node.stop())));
  const ports = nodes.map(({ url }) => new URL(url).port);
  const [first] = nodes;
  try {
    for (const [index, node] of nodes.entries()) {
      const from = Math.ceil((index * SLOTS) / NODES);
      const to = Math.ceil(((index + 1) * SLOTS) / NODES) - 1;
      const slots = Array.from({ length: to - from + 1 }, (_, at) => String(from + at));
      await node.command('cluster', 'addslots', ...slots);
      await node.command('cluster', 'set-config-epoch', String(index + 1));
    }
    for (const [index, port] of ports.entries()) {
      if (index > 0) await first?.command('cluster', 'meet', '127.0.0.1', port, buses[index] ?? '');
    }
    await Promise.all(nodes.map(untilJoined));
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `redis-cluster://127.0.0.1:${ports[0]},127.0.0.1:${ports[1]}`, nodes, stop };
}

async function untilJoined(node: OwnedRedis): Promise<void> {
  const deadlineMs = performance.now() + START_DEADLINE_MS;
  for (;;) {
    const info = String(await node.command('cluster', 'info'));
    if (info.includes('cluster_state:ok') && info.includes(`cluster_known_nodes:${NODES}`)) return;
    if (performance.now() > deadlineMs) throw new Error(`the cluster did not form: ${info}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
