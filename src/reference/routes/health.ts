import { ok } from '../http/reply.ts';
import type { Route } from './route.ts';

export const health: Route = {
  method: 'GET',
  path: '/healthz',
  answer: async () => ok({ status: 'ok' }),
};
