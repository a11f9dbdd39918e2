import type { Socket } from 'node:net';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { LONGEST_BODY_BYTES } from '../../http/contract.ts';
import { requestText } from '../../http/request.ts';
import { type Parsed, responseParser } from '../../http/response-parser.ts';
import type { HttpRequest, Method } from '../../model/http.ts';
import type { ExpectExchange } from '../../model/raw-exchanges.ts';
import { authority } from '../../model/target.ts';
import type { GatherContext } from '../context.ts';
import { connectTo } from '../network/connect.ts';
import { secured } from '../network/secured.ts';

/** A whole response to a request that was written by hand, in ms since the first byte of the request. */
export interface RawAnswer {
  readonly firstByteMs: number;
  readonly totalMs: number;
  readonly status: number;
  readonly reusable: boolean;
}

/** One connection on which requests are written by hand, without Nagle's algorithm on our side. */
export interface RawConnection {
  /** Head and body in one write. Null without a whole response. */
  ask(request: HttpRequest): Promise<RawAnswer | null>;
  /** The head with `Expect: 100-continue`, and the body after the first answer, or after this time. */
  askExpecting(request: HttpRequest, longestMs: number): Promise<ExpectExchange>;
  close(): void;
}

/** @returns null when the address accepts no connection. */
export async function openRaw(address: string, context: GatherContext): Promise<RawConnection | null> {
  const { target, timeoutMs } = context;
  const connected = await connectTo(address, target.port, timeoutMs);
  if (connected.outcome !== 'accepted') return null;
  const socket = secured(connected.socket, target);
  const textOf = (request: HttpRequest): string => requestText(request, authority(target.host, target.port), false);
  if (target.scheme === 'https' && !(await isSecure(socket, context))) {
    socket.destroy();
    return null;
  }
  return {
    ask(request) {
      const answer = answerOn(socket, request.method, context);
      socket.write(textOf(request));
      return answer.whole;
    },
    async askExpecting(request, longestMs) {
      const answer = answerOn(socket, request.method, context);
      const { head, body } = inTwo(textOf({ ...request, headers: { ...request.headers, expect: '100-continue' } }));
      const startMs = performance.now();
      socket.write(head);
      const said = await answer.firstWithin(longestMs);
      const heldMs = performance.now() - startMs;
      // After a final response the client keeps its body (RFC 9110 §10.1.1).
      if (said !== 'final') socket.write(body);
      const whole = await answer.whole;
      return { said, heldMs, status: whole?.status ?? null, totalMs: whole?.totalMs ?? null };
    },
    close: () => void socket.destroy(),
  };
}

const isSecure = (socket: Socket, { signal, timeoutMs }: GatherContext): Promise<boolean> =>
  once(socket, 'secureConnect', { signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]) }).then(
    () => true,
    () => false,
  );

const END_OF_HEAD = '\r\n\r\n';

function inTwo(text: string): { readonly head: string; readonly body: string } {
  const at = text.indexOf(END_OF_HEAD) + END_OF_HEAD.length;
  return { head: text.slice(0, at), body: text.slice(at) };
}

interface Answer {
  /** Null without a whole response. */
  readonly whole: Promise<RawAnswer | null>;
  firstWithin(ms: number): Promise<ExpectExchange['said']>;
}

/** Reads one response from now on. What a server sends never throws here. */
function answerOn(socket: Socket, method: Method, { signal, timeoutMs }: GatherContext): Answer {
  const parser = responseParser(LONGEST_BODY_BYTES, method);
  const startMs = performance.now();
  let [firstByteMs, begin]: [number | null, string] = [null, ''];
  let first = (_said: ExpectExchange['said']): void => {};
  const whole = new Promise<RawAnswer | null>((resolve) => {
    const end = (answer: RawAnswer | null): void => {
      clearTimeout(deadline);
      socket.off('data', onData).off('end', onEnd).off('close', onEnd).off('error', onEnd);
      signal.removeEventListener('abort', onEnd);
      first('final');
      resolve(answer);
    };
    const read = (parsed: Parsed): void => {
      if (parsed.state === 'more') return;
      if (parsed.state === 'broken') return end(null);
      const { reusable, response } = parsed;
      const totalMs = performance.now() - startMs;
      end({ firstByteMs: firstByteMs ?? totalMs, totalMs, status: response.status, reusable });
    };
    const onData = (bytes: Buffer): void => {
      firstByteMs ??= performance.now() - startMs;
      begin = (begin + bytes.toString('latin1')).slice(0, LONGEST_BEGIN);
      const said = saidIn(begin);
      if (said !== null) first(said);
      read(parser.feed(bytes));
    };
    const onEnd = (): void => read(signal.aborted ? { state: 'broken' } : parser.end());
    const deadline = setTimeout(() => end(null), timeoutMs);
    socket.on('data', onData).on('end', onEnd).on('close', onEnd).on('error', onEnd);
    signal.addEventListener('abort', onEnd, { once: true });
  });
  return {
    whole,
    firstWithin: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => resolve('nothing'), ms);
        first = (said) => (clearTimeout(timer), resolve(said));
      }),
  };
}

/** Enough for a few informational responses. */
const LONGEST_BEGIN = 4_096;

/** The first answer that is not an early hint; null while there is none. */
function saidIn(begin: string): ExpectExchange['said'] | null {
  for (const [, status] of begin.matchAll(/(?:^|\r\n\r\n)HTTP\/1\.\d (\d{3})/g)) {
    if (status === '100') return 'continue';
    if (status?.startsWith('1') !== true) return 'final';
  }
  return null;
}
