import { application, type Fault, healthy } from '../contract.ts';

export const coldStart: Fault = {
  ...healthy,
  id: 'cold-start',
  title: 'the first answer takes 1.5 s, and the others are quick',
  story: 'A server waits 1.5 s before its first answer for what it could prepare when it starts.',
  provokes: ['cold-start'],
  servers: [application(['127.0.0.1', '::1'], { steps: [{ kind: 'sleep', ms: 1_500 }], steppedBy: 'the-first' })],
};
