import { doing, type Fault, healthy } from '../contract.ts';

export const eventLoopBlocked: Fault = {
  ...healthy,
  id: 'event-loop-blocked',
  title: 'each answer blocks the event loop',
  story: 'A handler waits 70 ms in a synchronous call on the event loop, and no other request is read meanwhile.',
  provokes: ['event-loop-blocked'],
  servers: [doing({ kind: 'block', ms: 70 })],
};
