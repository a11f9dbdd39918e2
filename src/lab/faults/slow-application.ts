import { doing, type Fault, healthy, store, STORE_PORT } from '../contract.ts';

/** No audit may report the network, the connection or one wait inside the server as the cause. */
export const slowApplication: Fault = {
  ...healthy,
  id: 'slow-application',
  title: 'the application itself takes 180 ms',
  story:
    'Every answer takes the application 180 ms, a third of it each asleep, on the CPU and in the answer of a store, so no single wait is the cause.',
  provokes: ['slow-application'],
  servers: [
    doing(
      { kind: 'sleep', ms: 60 },
      { kind: 'compute', ms: 60 },
      { kind: 'ask', port: STORE_PORT, connection: 'kept' },
    ),
    store({ greetsAfterMs: 0, answersAfterMs: 60 }),
  ],
};
