import { join } from 'node:path';
import { startNginx, type OwnedNginx } from '../serve/nginx.ts';
import type { Scene } from './server-process.ts';
import { startServer, type ServerProcess } from './server-process.ts';

const WORKERS = 4;

export interface Cluster {
  readonly nginx: OwnedNginx;
  readonly workers: readonly ServerProcess[];
}

/** nginx in front of four workers with one store and one file of keys, as docs/scale.md describes. */
export async function startBehindNginx(
  { folder, later }: Scene,
  store: string,
  more: readonly string[] = [],
): Promise<Cluster> {
  const args = ['--store', store, '--keys', join(folder, 'keys'), '--behind-proxy', ...more];
  const start = async (worker: number): Promise<ServerProcess> => {
    const started = await startServer({ args, logPath: join(folder, `worker-${worker}.log`) });
    later(started.stop);
    return started;
  };
  // The first worker makes the file of keys.
  const first = await start(1);
  const workers = [first, ...(await Promise.all(Array.from({ length: WORKERS - 1 }, (_, index) => start(index + 2))))];
  const nginx = await startNginx(workers.map(({ url }) => Number(new URL(url).port)));
  later(nginx.stop);
  return { nginx, workers };
}
