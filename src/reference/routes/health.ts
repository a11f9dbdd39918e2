import { ok } from '../http/reply.ts';
import { get, STORE_AWAY } from './route.ts';

/** Asks nobody, so that a sick store does not get a healthy server restarted. */
export const health = get('/healthz', { summary: 'Whether the process lives.', answers: 'Status' }, async () =>
  ok({ status: 'ok' }),
);

/** A store that takes no write throws, which is answered 503 like everywhere. */
export const ready = get(
  '/readyz',
  { summary: 'Whether requests can be served.', answers: 'Status', refusals: [STORE_AWAY] },
  async (_call, { store }) => {
    await store.ping();
    return ok({ status: 'ok' });
  },
);
