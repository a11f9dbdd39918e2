import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Admission } from '../contract.ts';

/** One queue for all addresses of the server, since its `Admission` is one object. */
const gates = new WeakMap<Admission, Gate>();

interface Gate {
  /** The work of each queue: of each session, of each worker, or of all requests. */
  readonly queues: Map<string, Promise<void>>;
  /** When the bucket is full again, on the clock of `performance`. */
  fullAtMs: number;
  requests: number;
}

/** Does the work for a request when it is admitted. */
export async function admit(
  admits: Admission,
  request: IncomingMessage,
  response: ServerResponse,
  work: () => Promise<void>,
): Promise<void> {
  const gate = gates.get(admits) ?? { queues: new Map(), fullAtMs: 0, requests: 0 };
  gates.set(admits, gate);
  gate.requests += 1;
  switch (admits.kind) {
    case 'all':
      await work();
      return;
    case 'some':
      await inTurn(gate, `worker ${gate.requests % admits.requests}`, work);
      return;
    case 'one-of-a-session':
      await inTurn(gate, sessionOf(request, response, gate), work);
      return;
    case 'rate':
      await sleep(delayMs(gate, admits));
      await work();
      return;
    default:
      admits satisfies never;
  }
}

function inTurn({ queues }: Gate, key: string, work: () => Promise<void>): Promise<void> {
  const done = (queues.get(key) ?? Promise.resolve()).then(work);
  queues.set(key, done);
  return done;
}

function sessionOf({ headers }: IncomingMessage, response: ServerResponse, { requests }: Gate): string {
  if (headers.cookie !== undefined) return headers.cookie;
  const cookie = `session=${requests}`;
  response.setHeader('set-cookie', `${cookie}; Path=/`);
  return cookie;
}

function delayMs(gate: Gate, { quick, everyMs }: Extract<Admission, { kind: 'rate' }>): number {
  const nowMs = performance.now();
  gate.fullAtMs = Math.max(gate.fullAtMs, nowMs) + everyMs;
  return Math.max(0, gate.fullAtMs - quick * everyMs - nowMs);
}
