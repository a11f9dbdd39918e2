import { Redis } from 'ioredis';
import { ToolError } from '../../../model/error.ts';

/** The first answer of a server on the same network takes a millisecond. */
const CONNECT_TIMEOUT_MS = 2000;

/**
 * The server that is primary now. A single server is not asked, because it can only be the one that was meant.
 * @throws ToolError if none of several servers is primary
 */
export async function primaryAmong(servers: readonly string[]): Promise<string> {
  const [only, ...others] = servers;
  if (only !== undefined && others.length === 0) return only;
  const roles = await Promise.all(servers.map(roleOf));
  const primary = servers.find((_, index) => roles[index] === PRIMARY);
  if (primary !== undefined) return primary;
  const seen = servers.map((server, index) => `${new URL(server).host}: ${roles[index]}`).join(', ');
  throw new ToolError(
    'store-unreachable',
    `None of the named Redis servers is primary (${seen}). Start the primary, or promote a replica with REPLICAOF NO ONE.`,
  );
}

/** Leaves a server that is a replica: its data may be old, and it accepts no write. */
export function leaveReplicas(redis: Redis): void {
  redis.on('ready', () => {
    void redis.role().then(
      ([role]) => void (role === PRIMARY || redis.disconnect(true)),
      () => {},
    );
  });
}

const PRIMARY = 'master';

async function roleOf(server: string): Promise<string> {
  const redis = new Redis(server, {
    lazyConnect: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    commandTimeout: CONNECT_TIMEOUT_MS,
    retryStrategy: () => null,
  });
  redis.on('error', () => {});
  try {
    await redis.connect();
    const [role] = await redis.role();
    return String(role);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    redis.disconnect();
  }
}
