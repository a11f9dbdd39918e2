import { request as httpRequest } from 'node:http';
import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { authority, type Target } from '../../../model/target.ts';
import { secured } from '../../network/secured.ts';

/** One answer. The cookies stay in memory and are no part of the evidence. */
export interface Exchanged {
  readonly firstByteMs: number;
  readonly status: number;
  /** As the value of a Cookie header; null where the response sets none. */
  readonly cookies: string | null;
}

interface Sending {
  readonly target: Target;
  readonly cookies: string | null;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
}

/** More of a body is not read: the times of the first bytes are what counts here. */
const LONGEST_BODY_BYTES = 8 * 1_048_576;

/** One GET on a connected socket, to the end of its body; null without an answer. The socket is closed after it. */
export function exchangeOn(socket: Socket, { target, cookies, signal, timeoutMs }: Sending): Promise<Exchanged | null> {
  return new Promise((settle) => {
    const startMs = performance.now();
    let found: Exchanged | null = null;
    const end = (): void => {
      clearTimeout(deadline);
      socket.destroy();
      settle(found);
    };
    const deadline = setTimeout(end, timeoutMs);
    const request = httpRequest({
      createConnection: () => secured(socket, target),
      method: 'GET',
      path: target.path,
      signal,
      headers: {
        host: authority(target.host, target.port),
        accept: '*/*',
        'user-agent': 'whyslow',
        connection: 'close',
        ...(cookies === null ? {} : { cookie: cookies }),
      },
    });
    request.on('error', end);
    request.once('upgrade', end);
    request.once('response', (response) => {
      const status = response.statusCode ?? 0;
      found = { firstByteMs: performance.now() - startMs, status, cookies: cookiesIn(response.headers['set-cookie']) };
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > LONGEST_BODY_BYTES) end();
      });
      response.once('error', end);
      response.once('close', end);
    });
    request.end();
  });
}

/** RFC 6265 §4.1.1: visible characters without separators. Others cannot be sent back in a header. */
const PAIR = /^[\x21-\x7e]+=[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*$/;

function cookiesIn(lines: readonly string[] = []): string | null {
  const pairs = lines.map((line) => (line.split(';')[0] ?? '').trim()).filter((pair) => PAIR.test(pair));
  return pairs.length === 0 ? null : pairs.join('; ');
}
