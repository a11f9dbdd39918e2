import { ok } from '../http/reply.ts';
import { get, STORE_UNAVAILABLE } from './route.ts';

/** Does not use the store, so that a store failure does not restart a healthy server. */
export const health = get('/healthz', { summary: 'Whether the process is running.', answers: 'Status' }, async () =>
  ok({ status: 'ok' }),
);

/** A store that accepts no writes throws, which gives status 503 as in all routes. */
export const ready = get(
  '/readyz',
  { summary: 'Whether requests can be served.', answers: 'Status', refusals: [STORE_UNAVAILABLE] },
  async (_call, { store }) => {
    await store.ping();
    return ok({ status: 'ok' });
  },
);
