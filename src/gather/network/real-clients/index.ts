import type { Bounds, RealClient } from './contract.ts';
import { curl } from './curl.ts';
import { bunFetch, denoFetch } from './deno-bun.ts';
import { go } from './go.ts';
import { javaHttpClient, javaUrlConnection } from './java.ts';
import { nodeFetch, nodeHttp } from './node.ts';
import { perl } from './perl.ts';
import { php } from './php.ts';
import { pythonAiohttp } from './python-aiohttp.ts';
import { pythonHttpx, pythonHttpxAsync } from './python-httpx.ts';
import { pythonRequests } from './python-requests.ts';
import { pythonUrllib } from './python-urllib.ts';
import { ruby } from './ruby.ts';
import { wget } from './wget.ts';

/** Every client that whyslow can start. */
export const realClients: readonly RealClient[] = [
  nodeHttp,
  nodeFetch,
  curl,
  wget,
  pythonRequests,
  pythonUrllib,
  pythonHttpx,
  pythonHttpxAsync,
  pythonAiohttp,
  go,
  javaUrlConnection,
  javaHttpClient,
  ruby,
  php,
  perl,
  denoFetch,
  bunFetch,
];

/** `id` is the generation in `clients/`; `ms` is null when the client got no response, and `because` says why. */
export interface RealClientTime {
  readonly id: string;
  readonly version: string;
  readonly ms: number | null;
  readonly because: string | null;
}

/** Starts each client that is installed here, one after the other, for one new connection and one GET. */
export async function timeRealClients(url: string, options: Bounds): Promise<readonly RealClientTime[]> {
  const times: RealClientTime[] = [];
  for (const client of realClients) {
    if (options.signal.aborted) break;
    const found = await client.detect();
    if (found === null) continue;
    const timed = await client.time(found.path, url, options);
    const result = timed.ok ? { ms: timed.ms, because: null } : { ms: null, because: timed.because };
    times.push({ id: client.idFor(found.version), version: found.version, ...result });
  }
  return times;
}
