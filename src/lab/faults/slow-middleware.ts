import { application, type Fault, healthy, store, STORE_PORT } from '../contract.ts';

/** Two equal parts, so that no single wait is the cause. */
export const slowMiddleware: Fault = {
  ...healthy,
  id: 'slow-middleware',
  title: 'every path takes 150 ms, even one that does not exist',
  story:
    'Before any handler runs, the server sleeps and asks a store for 75 ms each, so a path that does not exist takes 150 ms too.',
  provokes: ['slow-middleware'],
  servers: [
    application(['127.0.0.1', '::1'], {
      steps: [
        { kind: 'sleep', ms: 75 },
        { kind: 'ask', port: STORE_PORT, connection: 'kept' },
      ],
      defect: { kind: 'only-root' },
    }),
    store({ greetsAfterMs: 0, answersAfterMs: 75 }),
  ],
};
