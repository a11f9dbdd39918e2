import { application, type Fault, healthy } from '../contract.ts';

/**
 * A delayed ACK may cost 150 ms too, but here the time is the same on every address and on new and kept-alive
 * connections, so no audit may report the network or the connection as the cause.
 */
export const slowApplication: Fault = {
  ...healthy,
  id: 'slow-application',
  title: 'the application itself takes 150 ms',
  story: 'Every answer takes the application 150 ms, on every address and connection, so the network is not the cause.',
  provokes: ['slow-application'],
  servers: [application(['127.0.0.1', '::1'], { answersAfterMs: 150 })],
};
