import { doing, type Fault, healthy } from '../contract.ts';

export const sleepingRequest: Fault = {
  ...healthy,
  id: 'sleeping-request',
  title: 'each answer waits for a timer of 150 ms',
  story: 'A handler sleeps 150 ms before each answer, like a throttle or a sleep that was left in.',
  provokes: ['sleeping-request'],
  servers: [doing({ kind: 'sleep', ms: 150 })],
};
