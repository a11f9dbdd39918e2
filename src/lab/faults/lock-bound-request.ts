import { doing, type Fault, healthy } from '../contract.ts';

export const lockBoundRequest: Fault = {
  ...healthy,
  id: 'lock-bound-request',
  title: 'each answer waits 150 ms for a lock',
  story: 'A handler waits for a lock that another thread of the server holds for 150 ms.',
  provokes: ['lock-bound-request'],
  servers: [doing({ kind: 'wait-for-lock', ms: 150 })],
};
