import { application, type Fault, healthy, store, STORE_PORT } from '../contract.ts';

/** Two equal parts, so that no single wait is the cause. */
export const slowMiddleware: Fault = {
  ...healthy,
  id: 'slow-middleware',
  title: 'every path takes 125 ms, even one that does not exist',
  story:
    'Before any handler runs, the server sleeps and asks a store for 62 ms each, so a path that does not exist takes 125 ms too.',
  provokes: ['slow-middleware'],
  servers: [
    application(['127.0.0.1', '::1'], {
      steps: [
        { kind: 'sleep', ms: 62 },
        { kind: 'ask', port: STORE_PORT, connection: 'kept' },
      ],
      defect: { kind: 'only-root' },
    }),
    store({ greetsAfterMs: 0, answersAfterMs: 62 }),
  ],
};
