import { doing, type Fault, healthy } from '../contract.ts';

export const eventLoopBlocked: Fault = {
  ...healthy,
  id: 'event-loop-blocked',
  title: 'each answer computes on the event loop',
  story: 'A handler computes for 65 ms on the event loop, and no other request is read meanwhile.',
  provokes: ['event-loop-blocked'],
  servers: [doing({ kind: 'compute', ms: 65 })],
};
