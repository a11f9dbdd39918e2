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
  const close = (): Promise<void> => {
    options.signal?.removeEventListener('abort', abort);
    return client.destroy();
  };
  const abort = (): void => void close();
  if (options.signal?.aborted === true) abort();
  else options.signal?.addEventListener('abort', abort, { once: true });
  return { send: (request) => exchange(client, request, options), close };
}

/** A certificate nobody signed is the normal case on loopback and proves nothing wrong there. */
const staysHere = (target: Target): boolean => isLoopbackAddress(target.host) || isLoopbackName(target.host);

function exchange(client: Client, request: HttpRequest, options: SenderOptions): Promise<Sent> {
  const { promise, handler } = stampedHandler(options.timeoutMs);
  const { path, method, headers, body } = request;
  client.dispatch({ path, method, headers, body, reset: options.connection === 'new-per-request' }, handler);
  return promise;
}

/**
 * The stamps are taken inside undici's own callbacks: just before it writes, and when the last byte was parsed.
 * undici's own time-outs begin anew with each byte; the deadline here bounds a response that never ends.
 */
function stampedHandler(timeoutMs: number): { promise: Promise<Sent>; handler: Dispatcher.DispatchHandler } {
  let resolve: (sent: Sent) => void = () => {};
  const promise = new Promise<Sent>((settled) => (resolve = settled));
  const settle = (sent: Sent): void => {
    clearTimeout(deadline);
    resolve(sent);
  };
  let sentUs: number | null = null;
  let started: Dispatcher.DispatchController | null = null;
  let late = false;
  const deadline = setTimeout(() => {
    late = true;
    const message = `no complete answer in ${timeoutMs} ms`;
    settle({ sentUs, endUs: nowUs(), exchanged: { answered: false, code: 'timed-out', message } });
    started?.abort(new Error(message));
  }, timeoutMs);
  let status = 0;
  let headers: Readonly<Record<string, string>> = {};
  const body = boundedBody();
  const handler: Dispatcher.DispatchHandler = {
    onRequestStart(controller) {
      started = controller;
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
      // The deadline's own abort comes back here; the exchange is settled already.
      if (late) return;
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
