import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { refuse } from './http/refusals.ts';
import { send, type Reply } from './http/reply.ts';
import { requestId } from './http/request-id.ts';
import { createRouter, type Found } from './http/router.ts';
import { Timings } from './http/timings.ts';
import type { Mutant } from './mutants/contract.ts';
import { routes } from './routes/index.ts';
import type { Services } from './routes/contract.ts';
import { StoreUnavailable } from './store/unavailable.ts';

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Deliberate slowness around each request: a delay before it, and a closed connection after it. */
export interface AppOptions {
  readonly middlewareDelayMs?: number | undefined;
  readonly hasNoKeepAlive?: boolean | undefined;
  /** The mutant whose answer is around that of the route, and which may change each reply. */
  readonly mutant?: Pick<Mutant, 'answer' | 'rewrite'> | null;
}

const asTheRoute: NonNullable<Mutant['answer']> = (_call, _services, route) => route();
const asItIs: NonNullable<Mutant['rewrite']> = (reply) => reply;

/** A lock ends soon and a full disk does not. In both cases clients should wait this long between retries. */
const RETRY_AFTER_S = '2';

/** An unavailable store is reported to the operator at this interval, not once per request. */
const REPORT_INTERVAL_MS = 60_000;

/** The request handler, without a socket. The promise settles when the response is written. */
export function buildApp(
  services: Services,
  reportFault: (error: unknown) => void,
  { middlewareDelayMs = 0, hasNoKeepAlive = false, mutant = null }: AppOptions = {},
): RequestHandler {
  const find = createRouter(routes);
  const { answer: around = asTheRoute, rewrite = asItIs } = mutant ?? {};

  const answer = async (found: Found, request: IncomingMessage, id: string, timings: Timings): Promise<Reply> => {
    if (middlewareDelayMs > 0) await delay(middlewareDelayMs);
    if (!found.ok) return found.reply;
    const { route, params, query } = found;
    const call = { request, requestId: id, timings, params, query };
    return around(call, services, () => route.answer(call, services));
  };

  let reportedAtMs = -Infinity;
  const storeUnavailable = (error: StoreUnavailable): Reply => {
    if (performance.now() - reportedAtMs > REPORT_INTERVAL_MS) {
      reportedAtMs = performance.now();
      reportFault(error);
    }
    const code = error.obstacle === 'unanswered' ? 'store_unanswered' : 'store_unavailable';
    return refuse(code, { 'Retry-After': RETRY_AFTER_S });
  };

  const errorReply = (error: unknown, request: IncomingMessage): Reply => {
    if (error instanceof StoreUnavailable) return storeUnavailable(error);
    // A client that closes the connection within its body is no server fault and receives no response.
    if (!request.destroyed || request.complete) reportFault(error);
    return refuse('internal_error');
  };

  return async (request, response) => {
    const startedMs = performance.now();
    const method = request.method ?? 'GET';
    const [id, timings] = [requestId(request.headers['x-request-id']), new Timings()];
    const found = find(method, request.url ?? '/');
    const made = await answer(found, request, id, timings).catch((error: unknown) => errorReply(error, request));
    const reply = rewrite(made);
    if (hasNoKeepAlive) response.shouldKeepAlive = false;
    const serverTiming = timings.header();
    const timing = serverTiming === null ? {} : { 'Server-Timing': serverTiming };
    send(response, reply, { 'X-Request-Id': id, ...timing });
    // Unknown paths and methods share one label each, so that a scanner cannot fill the memory with labels.
    const route = found.ok ? found.route : null;
    const tookMs = performance.now() - startedMs;
    services.metrics.countResponse(route?.path ?? 'none', route?.method ?? 'other', reply.status, tookMs);
  };
}
