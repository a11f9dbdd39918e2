import { application, type Fault, healthy } from '../contract.ts';

/**
 * The second control. 60 ms are what a delayed ACK costs too, but here they are the same on every address, on new and
 * on kept connections: no audit of the network or of the connection may blame anything for them.
 */
export const slowApplication: Fault = {
  ...healthy,
  id: 'slow-application',
  title: 'the application itself takes 60 ms',
  story: 'Every answer takes the application 60 ms, whatever the address and the connection: the network is innocent.',
  provokes: [],
  servers: [application(['127.0.0.1', '::1'], { answersAfterMs: 60 })],
};
