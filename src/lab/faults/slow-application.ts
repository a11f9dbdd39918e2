import { application, type Fault, healthy } from '../contract.ts';

/**
 * 150 ms are what a delayed ACK may cost too, but here they are the same on every address, on new and on kept connections:
 * no other audit may blame the network or the connection for them.
 */
export const slowApplication: Fault = {
  ...healthy,
  id: 'slow-application',
  title: 'the application itself takes 150 ms',
  story: 'Every answer takes the application 150 ms, whatever the address and the connection: the network is innocent.',
  provokes: ['slow-application'],
  servers: [application(['127.0.0.1', '::1'], { answersAfterMs: 150 })],
};
