import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { refuse } from './http/refusals.ts';
import { send, type Reply } from './http/reply.ts';
import { requestId } from './http/request-id.ts';
import { createRouter, type Found } from './http/router.ts';
import { Timings } from './http/timings.ts';
import { routes } from './routes/index.ts';
import type { Services } from './routes/contract.ts';
import { StoreUnavailable } from './store/unavailable.ts';

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** What a slow stack does before it looks at a request, and after it answered. */
export interface Manners {
  readonly middlewareDelayMs?: number | undefined;
  readonly hasNoKeepAlive?: boolean | undefined;
}

/** A lock is gone in a moment and a full disk is not; nobody should ask more often than this in either case. */
const RETRY_AFTER_S = '2';

/** The operator wants to hear of a store that is out of reach, but not once a request. */
const TELL_EVERY_MS = 60_000;

/** The server without a socket: hand it a request and a response. The promise settles when the answer is written. */
export function buildApp(
  services: Services,
  reportFault: (error: unknown) => void,
  { middlewareDelayMs = 0, hasNoKeepAlive = false }: Manners = {},
): RequestHandler {
  const find = createRouter(routes);

  const answer = async (found: Found, request: IncomingMessage, id: string, timings: Timings): Promise<Reply> => {
    if (middlewareDelayMs > 0) await delay(middlewareDelayMs);
    if (!found.ok) return found.reply;
    const { route, params, query } = found;
    return route.answer({ request, requestId: id, timings, params, query }, services);
  };

  let toldAtMs = -Infinity;
  const comeAgain = (error: StoreUnavailable): Reply => {
    if (performance.now() - toldAtMs > TELL_EVERY_MS) {
      toldAtMs = performance.now();
      reportFault(error);
    }
    const code = error.obstacle === 'unanswered' ? 'store_unanswered' : 'store_unavailable';
    return refuse(code, { 'Retry-After': RETRY_AFTER_S });
  };

  const apologise = (error: unknown, request: IncomingMessage): Reply => {
    if (error instanceof StoreUnavailable) return comeAgain(error);
    // A client that hangs up in the middle of its body is no fault of ours, and there is nobody left to answer.
    if (!request.destroyed || request.complete) reportFault(error);
    return refuse('internal_error');
  };

  return async (request, response) => {
    const startedMs = performance.now();
    const method = request.method ?? 'GET';
    const [id, timings] = [requestId(request.headers['x-request-id']), new Timings()];
    const found = find(method, request.url ?? '/');
    const reply = await answer(found, request, id, timings).catch((error: unknown) => apologise(error, request));
    if (hasNoKeepAlive) response.shouldKeepAlive = false;
    const serverTiming = timings.header();
    const timing = serverTiming === null ? {} : { 'Server-Timing': serverTiming };
    send(response, reply, { 'X-Request-Id': id, ...timing });
    // Unknown paths and methods share one label each: a scanner must not fill our memory with names.
    const route = found.ok ? found.route : null;
    const tookMs = performance.now() - startedMs;
    services.metrics.answered(route?.path ?? 'none', route?.method ?? 'other', reply.status, tookMs);
  };
}
