import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface PlainServer {
  readonly url: string;
  /** Method and target of each request, in order. */
  readonly requests: readonly string[];
  stop(): void;
}

const DELAYS_MS: Readonly<Record<string, number>> = { '/slow': 110, '/middling': 40 };

/** A server without accounts: `/slow` takes 110 ms, `/middling` 40 ms, `/broken` fails, `/moved` redirects, all else is JSON. */
export async function startServer(): Promise<PlainServer> {
  const requests: string[] = [];
  const server = createServer(({ method, url = '' }, response) => {
    requests.push(`${method} ${url}`);
    const status = url === '/broken' ? 500 : url === '/moved' ? 302 : 200;
    const answer = (): void =>
      void response.writeHead(status, { 'content-type': 'application/json', location: '/items' }).end('[1]');
    const delayMs = DELAYS_MS[url];
    if (delayMs === undefined) answer();
    else setTimeout(answer, delayMs);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
