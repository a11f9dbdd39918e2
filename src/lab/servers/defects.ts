import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import type { Defect } from '../contract.ts';

/** @returns whether this request is answered. Otherwise it gets the healthy answer. */
export async function answerWithDefect(
  defect: Defect,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  switch (defect.kind) {
    case 'redirects':
      return redirect(defect, request, response);
    case 'slow-preflight':
      return preflight(defect, request, response);
    case 'only-root':
      if (pathOf(request) === '/') return false;
      response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found.\n');
      return true;
    case 'rows':
      return rows(defect.eachMs, request, response);
    case 'strong-compression':
      await compressed(defect.bytes, request, response);
      return true;
    case 'large-body':
      await inParts(defect, response);
      return true;
    case 'held-stream':
      await sleep(defect.events * defect.everyMs);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end('data: {"step":"done"}\n\n'.repeat(defect.events));
      return true;
    case 'late-end':
      endLate(defect.afterMs, response);
      return true;
    default:
      return defect satisfies never;
  }
}

const pathOf = ({ url = '/' }: IncomingMessage): string => url.split('?')[0] ?? '/';

/** From / to /1, /2 and so on. */
async function redirect(
  { hops, eachMs }: Extract<Defect, { kind: 'redirects' }>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const hop = Number(pathOf(request).slice(1));
  if (!(hop < hops)) return false;
  await sleep(eachMs);
  response.writeHead(302, { location: `/${hop + 1}`, 'content-length': 0 }).end();
  return true;
}

async function preflight(
  { ms, maxAgeS }: Extract<Defect, { kind: 'slow-preflight' }>,
  { method, headers }: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  response.setHeader('access-control-allow-origin', headers.origin ?? '*');
  if (method !== 'OPTIONS') return false;
  await sleep(ms);
  if (maxAgeS !== null) response.setHeader('access-control-max-age', maxAgeS);
  response.writeHead(204, { 'access-control-allow-headers': 'authorization, content-type' }).end();
  return true;
}

async function rows(eachMs: number, { url = '/' }: IncomingMessage, response: ServerResponse): Promise<boolean> {
  const n = Number(new URLSearchParams(url.split('?')[1]).get('limit') ?? 0);
  await sleep(n * eachMs);
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(Array.from({ length: n }, (_none, id) => ({ id, name: `row ${id}` }))));
  return true;
}

/** Lines that differ, so that the compressor has work to do. */
const linesOf = (bytes: number): string =>
  Array.from({ length: Math.ceil(bytes / 32) }, (_none, line) => `${line} ${(line * 2_654_435_761) % 4_294_967_291}`)
    .join('\n')
    .padEnd(bytes, '\n')
    .slice(0, bytes);

const bodies = new Map<number, string>();

/** Made once, so that a plain answer takes no time. */
function bodyOf(bytes: number): string {
  const body = bodies.get(bytes) ?? linesOf(bytes);
  bodies.set(bytes, body);
  return body;
}

async function compressed(bytes: number, { headers }: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = bodyOf(bytes);
  const accepted = headers['accept-encoding'] ?? '';
  const encoding = ['br', 'gzip'].find((each) => accepted.includes(each));
  response.setHeader('content-type', 'text/plain');
  if (encoding === undefined) return void response.end(body);
  // The default of brotli is its highest level.
  const packed = await promisify(encoding === 'br' ? brotliCompress : gzip)(body);
  response.setHeader('content-encoding', encoding).end(packed);
}

async function inParts(
  { parts, partBytes, everyMs }: Extract<Defect, { kind: 'large-body' }>,
  response: ServerResponse,
): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': parts * partBytes });
  for (let part = 0; part < parts; part += 1) {
    if (part > 0) await sleep(everyMs);
    response.write(Buffer.alloc(partBytes, ' '));
  }
  response.end();
}

function endLate(afterMs: number, response: ServerResponse): void {
  const body = '{"ok":true}';
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length + 10 });
  response.write(body, () => void setTimeout(() => response.socket?.end(), afterMs));
}
