import { application, type Fault, healthy } from '../contract.ts';

/** On average a request takes less than 100 ms: a longer wait inside the server would be reported as the cause. */
export const sporadicStall: Fault = {
  ...healthy,
  id: 'sporadic-stall',
  title: 'every third answer takes 200 ms, and the others are quick',
  story: 'Every third request sleeps 200 ms before its answer, and the others do not.',
  provokes: ['sporadic-stall'],
  servers: [application(['127.0.0.1', '::1'], { steps: [{ kind: 'sleep', ms: 200 }], steppedBy: 'every-third' })],
};
