import { doing, type Fault, healthy, store, STORE_PORT } from '../contract.ts';
import { refusedLate } from '../late-refusal.ts';

/** The server itself answers at once on both addresses. It asks another one by the name localhost for each request. */
export const downstreamLateRefusal: Fault = {
  ...healthy,
  id: 'downstream-late-refusal',
  title: 'the server waits two seconds for its own connection to localhost',
  story:
    'For each request the server connects to a store that listens on 127.0.0.1 alone, by the name localhost, whose first address ::1 refuses after two seconds.',
  provokes: ['downstream-late-refusal'],
  needs: ['nft'],
  nft: refusedLate(STORE_PORT),
  servers: [doing({ kind: 'connect', port: STORE_PORT }), store({ greetsAfterMs: 0, answersAfterMs: 0 })],
};
