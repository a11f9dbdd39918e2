import { application, type Fault, healthy } from '../contract.ts';

export const coldStart: Fault = {
  ...healthy,
  id: 'cold-start',
  title: 'the first answer takes 1.5 s, and the others are quick',
  story: 'A server does for its first answer what it could do when it starts, and computes for 1.5 s then.',
  provokes: ['cold-start'],
  servers: [application(['127.0.0.1', '::1'], { steps: [{ kind: 'compute', ms: 1_500 }], steppedBy: 'the-first' })],
};
