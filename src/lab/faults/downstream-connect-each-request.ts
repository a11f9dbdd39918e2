import { doing, type Fault, healthy, store, STORE_PORT } from '../contract.ts';

export const downstreamConnectEachRequest: Fault = {
  ...healthy,
  id: 'downstream-connect-each-request',
  title: 'each answer waits for a new connection to a store',
  story:
    'A handler opens a connection for each request, and the store greets a new connection after 150 ms but answers at once.',
  provokes: ['downstream-connect-each-request'],
  servers: [
    doing({ kind: 'ask', port: STORE_PORT, connection: 'new' }),
    store({ greetsAfterMs: 150, answersAfterMs: 0 }),
  ],
};
