import { Client, type Dispatcher } from 'undici';
import type { HttpRequest, HttpResponse } from '../model/http.ts';
import { isLoopbackAddress, isLoopbackName, type Target } from '../model/target.ts';
import { LONGEST_BODY_BYTES, nowUs, type Sender, type SenderOptions, type Sent } from './sent.ts';
import { transportFailure } from './transport-failure.ts';

/**
 * undici for what wants a whole HTTP client more than a true tenth of a millisecond: https in every suite, and the
 * sign-ins and attacks, which meet servers in their oddest moods.
 */
export function openUndiciSender(target: Target, options: SenderOptions): Sender {
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
  let setCookies: readonly string[] = [];
  const body = boundedBody();
  const handler: Dispatcher.DispatchHandler = {
    onRequestStart() {
      sentUs = nowUs();
    },
    onResponseStart(_controller, statusCode, incoming) {
      status = statusCode;
      headers = flat(incoming);
      setCookies = listOf(incoming['set-cookie']);
    },
    onResponseData: (_controller, chunk) => body.add(chunk),
    onResponseEnd() {
      const endUs = nowUs();
      const response: HttpResponse = { status, headers, setCookies, body: body.text() };
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

const listOf = (value: string | string[] | undefined): readonly string[] =>
  typeof value === 'string' ? [value] : (value ?? []);

const flat = (incoming: Readonly<Record<string, string | string[] | undefined>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(incoming).map(([name, value]) => [
      name.toLowerCase(),
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
