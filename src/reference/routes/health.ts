import { ok } from '../http/reply.ts';
import { get } from './route.ts';

/** Whether the process lives: asks nobody, so that a sick store does not get a healthy server restarted. */
export const health = get('/healthz', 'Whether the process lives.', 'Status', async () => ok({ status: 'ok' }));

/** Whether requests can be served now. A store that cannot be asked throws, which is answered 503 like everywhere. */
export const ready = get('/readyz', 'Whether requests can be served.', 'Status', async (_call, { store }) => {
  await store.ping();
  return ok({ status: 'ok' });
});
