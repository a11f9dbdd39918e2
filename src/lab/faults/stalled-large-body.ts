import { application, type Fault, healthy } from '../contract.ts';

export const stalledLargeBody: Fault = {
  ...healthy,
  id: 'stalled-large-body',
  title: 'the pieces of a large body wait for each other',
  story:
    'The server writes headers, and then 50 kB a kilobyte at a time with Nagle’s algorithm on, and the body waits for a delayed ACK.',
  provokes: ['delayed-ack-stall'],
  servers: [application(['127.0.0.1', '::1'], { writes: 'large-in-pieces' })],
};
