import { application, type Fault, healthy } from '../contract.ts';

/** Each GET is quick, so that only the user's own request shows it. */
export const stalledPost: Fault = {
  ...healthy,
  id: 'stalled-post',
  title: 'the answers to POST wait, those to GET do not',
  story: 'The server answers a POST with headers and body apart and with Nagle’s algorithm on, and a GET in one write.',
  provokes: ['delayed-ack-stall'],
  command: 'load',
  flags: ['--data', 'name=ada', '--requests', '20', '--connections', '1'],
  servers: [application(['127.0.0.1', '::1'], { writes: 'posts-in-pieces' })],
};
