import { application, type Fault, healthy } from '../contract.ts';

export const delayedAckStall: Fault = {
  ...healthy,
  id: 'delayed-ack-stall',
  title: 'headers and body wait for each other',
  story: 'The server writes headers and body apart with Nagle’s algorithm on, and the body waits for a delayed ACK.',
  provokes: ['delayed-ack-stall'],
  servers: [application(['127.0.0.1', '::1'], { writes: 'in-pieces' })],
};
