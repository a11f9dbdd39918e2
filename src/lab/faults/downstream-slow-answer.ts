import { doing, type Fault, healthy, store, STORE_PORT } from '../contract.ts';

export const downstreamSlowAnswer: Fault = {
  ...healthy,
  id: 'downstream-slow-answer',
  title: 'each answer waits for a slow store',
  story: 'A handler asks a store on a connection that stays open, and the store answers after 150 ms.',
  provokes: ['downstream-slow-answer'],
  servers: [
    doing({ kind: 'ask', port: STORE_PORT, connection: 'kept' }),
    store({ greetsAfterMs: 0, answersAfterMs: 150 }),
  ],
};
