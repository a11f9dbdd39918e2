import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The secrets that passed through, which no output may contain, and how often each refresh token was presented. */
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
  const server = createServer((incoming, outgoing) => void forward(incoming, outgoing));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${portOf(server)}`, issued, presented, close: () => closed(server) };

  async function forward(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const body = await textOf(incoming);
    const tokens = incoming.url?.endsWith('/refresh/') === true ? (body.match(JWT) ?? []) : [];
    for (const token of tokens) presented.set(token, (presented.get(token) ?? 0) + 1);
    const { method = 'GET', headers, url = '/' } = incoming;
    const forwarded = request(new URL(url, backend), { method, headers });
    forwarded.on('response', (answer) => void passBack(answer, outgoing));
    forwarded.on('error', () => outgoing.destroy());
    forwarded.end(body);
  }

  async function passBack(answer: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const text = await textOf(answer);
    for (const token of text.match(JWT) ?? []) issued.add(token);
    outgoing.writeHead(answer.statusCode ?? 500, { ...answer.headers, 'content-length': Buffer.byteLength(text) });
    outgoing.end(text);
  }
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
