import type { IncomingMessage, ServerResponse } from 'node:http';
import { refuse } from './http/refusals.ts';
import { send, type Reply } from './http/reply.ts';
import { requestId } from './http/request-id.ts';
import { createRouter } from './http/router.ts';
import { Timings } from './http/timings.ts';
import { routes } from './routes/index.ts';
import type { Call, Services } from './routes/route.ts';

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** The server without a socket: hand it a request and a response. The promise settles when the answer is written. */
export function buildApp(services: Services, reportFault: (error: unknown) => void): RequestHandler {
  const find = createRouter(routes);

  const answer = async (call: Call): Promise<Reply> => {
    const found = find(call.request.method ?? 'GET', call.request.url ?? '/');
    return found.ok ? found.route.answer(call, services) : found.reply;
  };

  return async (request, response) => {
    const call = { request, requestId: requestId(request.headers['x-request-id']), timings: new Timings() };
    const reply = await answer(call).catch((error: unknown) => {
      // A client that hangs up in the middle of its body is no fault of ours, and there is nobody left to answer.
      if (!request.destroyed || request.complete) reportFault(error);
      return refuse('internal_error');
    });
    const serverTiming = call.timings.header();
    const timing = serverTiming === null ? {} : { 'Server-Timing': serverTiming };
    send(response, reply, { 'X-Request-Id': call.requestId, ...timing });
  };
}
