import { createServer, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { ToolError } from '../../model/error.ts';

export interface MetricsServer {
  readonly url: string;
  stop(): void;
}

/** The media type includes the version of the text format. */
const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * Serves `/metrics` on 127.0.0.1 and, where it exists, on ::1, so that a client of `localhost` does not wait for a refusal.
 * @param port 0 takes a free one.
 * @throws ToolError `port-taken` (2)
 */
export async function serveMetrics(port: number, text: () => string): Promise<MetricsServer> {
  const first = await listen('127.0.0.1', port, text);
  const taken = (first.address() as AddressInfo).port;
  const second = await listen('::1', taken, text).catch(() => null);
  return {
    url: `http://127.0.0.1:${taken}/metrics`,
    stop() {
      for (const server of [first, second]) {
        server?.closeAllConnections();
        server?.close();
      }
    },
  };
}

async function listen(host: string, port: number, text: () => string): Promise<Server> {
  const server = createServer((request, response) => answer(request.url ?? '', response, text));
  server.listen({ host, port });
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    throw new ToolError(
      'port-taken',
      `The metrics cannot be served on ${host}:${port} (${error.code ?? 'unknown'}). Name another port with --metrics PORT; 0 takes a free one.`,
    );
  });
  // Without free descriptors a connection cannot be accepted; it is dropped, and the watch continues.
  server.on('error', () => {});
  return server;
}

function answer(url: string, response: ServerResponse, text: () => string): void {
  // Not parsed as a URL: this handler must not throw for any request path.
  if (url.split(/[?#]/, 1)[0] !== '/metrics') {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found. This server only has /metrics.\n');
    return;
  }
  response.writeHead(200, { 'content-type': CONTENT_TYPE }).end(text());
}
