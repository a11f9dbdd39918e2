import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Everything secret that went past: what no output may hold, and how often each refresh token was presented. */
export interface RecordingProxy {
  readonly url: string;
  readonly issued: ReadonlySet<string>;
  readonly presented: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

const JWT = /eyJ[\w-]+\.[\w-]+\.[\w-]+/g;

/** A plain forwarder on loopback in front of a real auth server. */
export async function startRecordingProxy(backend: string): Promise<RecordingProxy> {
  const issued = new Set<string>();
  const presented = new Map<string, number>();
  const server = createServer(async (incoming, outgoing) => {
    const body = await textOf(incoming);
    const isRefresh = incoming.url?.endsWith('/refresh/') === true;
    for (const token of isRefresh ? (body.match(JWT) ?? []) : []) presented.set(token, (presented.get(token) ?? 0) + 1);
    const forwarded = request(new URL(incoming.url ?? '/', backend), {
      method: incoming.method ?? 'GET',
      headers: incoming.headers,
    });
    forwarded.on('response', async (answer) => {
      const text = await textOf(answer);
      for (const token of text.match(JWT) ?? []) issued.add(token);
      outgoing.writeHead(answer.statusCode ?? 500, { ...answer.headers, 'content-length': Buffer.byteLength(text) });
      outgoing.end(text);
    });
    forwarded.on('error', () => outgoing.destroy());
    forwarded.end(body);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${portOf(server)}`, issued, presented, close: () => closed(server) };
}

async function textOf(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
