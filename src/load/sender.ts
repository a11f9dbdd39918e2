import { performance } from 'node:perf_hooks';
import { Client, type Dispatcher } from 'undici';
import type { Exchanged, HttpRequest, HttpResponse, TransportFailure } from '../model/http.ts';
import { isLoopbackAddress, isLoopbackName, type Target } from '../model/target.ts';

/** One exchange and its stamps in µs of this process's monotonic clock. `sentUs` is null when nothing was written. */
export interface Sent {
  readonly sentUs: number | null;
  readonly endUs: number;
  readonly exchanged: Exchanged;
}

/** One virtual user's connection. */
export interface Sender {
  send(request: HttpRequest): Promise<Sent>;
  close(): Promise<void>;
}

export interface SenderOptions {
  readonly connection: 'kept-alive' | 'new-per-request';
  readonly timeoutMs: number;
}

/** Answers of an auth server are a few kB; a longer body is cut, since everything a target sends is bounded here. */
const LONGEST_BODY_BYTES = 1_048_576;

const US_PER_MS = 1_000;

/** Whole µs: the histograms take nothing else. */
export const nowUs = (): number => Math.round(performance.now() * US_PER_MS);

export function openSender(target: Target, options: SenderOptions): Sender {
  const client = new Client(new URL(target.url).origin, {
    pipelining: 1,
    allowH2: false,
    headersTimeout: options.timeoutMs,
    bodyTimeout: options.timeoutMs,
    connect: { timeout: options.timeoutMs, rejectUnauthorized: !staysHere(target) },
  });
  return {
    send: (request) => exchange(client, request, options.connection === 'new-per-request'),
    close: () => client.destroy(),
  };
}

/** A certificate nobody signed is the normal case on loopback and proves nothing wrong there. */
const staysHere = (target: Target): boolean => isLoopbackAddress(target.host) || isLoopbackName(target.host);

function exchange(client: Client, request: HttpRequest, reset: boolean): Promise<Sent> {
  const { promise, handler } = stampedHandler();
  client.dispatch(
    { path: request.path, method: request.method, headers: request.headers, body: request.body, reset },
    handler,
  );
  return promise;
}

/** The stamps are taken inside undici's own callbacks: just before it writes, and when the last byte was parsed. */
function stampedHandler(): { promise: Promise<Sent>; handler: Dispatcher.DispatchHandler } {
  let settle: (sent: Sent) => void = () => {};
  const promise = new Promise<Sent>((resolve) => (settle = resolve));
  let sentUs: number | null = null;
  let status = 0;
  let headers: Readonly<Record<string, string>> = {};
  const body = boundedBody();
  const handler: Dispatcher.DispatchHandler = {
    onRequestStart() {
      sentUs = nowUs();
    },
    onResponseStart(_controller, statusCode, incoming) {
      status = statusCode;
      headers = flat(incoming);
    },
    onResponseData: (_controller, chunk) => body.add(chunk),
    onResponseEnd() {
      const endUs = nowUs();
      const response: HttpResponse = { status, headers, body: body.text() };
      settle({ sentUs, endUs, exchanged: { answered: true, response } });
    },
    onResponseError(_controller, error) {
      const { code, message } = transportFailure(error);
      settle({ sentUs, endUs: nowUs(), exchanged: { answered: false, code, message } });
    },
  };
  return { promise, handler };
}

function boundedBody(): { add(chunk: Buffer): void; text(): string } {
  const chunks: Buffer[] = [];
  let bytes = 0;
  return {
    add(chunk) {
      if (bytes < LONGEST_BODY_BYTES) chunks.push(chunk);
      bytes += chunk.length;
    },
    text: () => Buffer.concat(chunks).toString('utf8'),
  };
}

const flat = (incoming: Readonly<Record<string, string | string[] | undefined>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(incoming).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );

const failures: Readonly<Record<string, TransportFailure>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  UND_ERR_SOCKET: 'reset',
  UND_ERR_CONNECT_TIMEOUT: 'timed-out',
  UND_ERR_HEADERS_TIMEOUT: 'timed-out',
  UND_ERR_BODY_TIMEOUT: 'timed-out',
  ETIMEDOUT: 'timed-out',
  ENETUNREACH: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  ENOTFOUND: 'unreachable',
  EAI_AGAIN: 'unreachable',
  UND_ERR_ABORTED: 'aborted',
  UND_ERR_DESTROYED: 'aborted',
  UND_ERR_CLOSED: 'aborted',
};

/** @throws the error itself when nobody foresaw it: then it is ours and must show. */
export function transportFailure(error: unknown): { readonly code: TransportFailure; readonly message: string } {
  if (!(error instanceof Error)) throw error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const known = failures[code];
  if (known !== undefined) return { code: known, message: error.message };
  if (code.startsWith('HPE_') || error.name === 'HTTPParserError') return { code: 'not-http', message: error.message };
  throw error;
}
