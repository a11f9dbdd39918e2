import { application, type Fault, healthy } from '../contract.ts';

export const workerPoolPlateau: Fault = {
  ...healthy,
  id: 'worker-pool-plateau',
  title: 'the application has two workers',
  story: 'A handler of 80 ms runs for two requests at a time, and the third one waits for a worker.',
  provokes: ['worker-pool-plateau'],
  flags: ['--deep'],
  servers: [
    application(['127.0.0.1', '::1'], { steps: [{ kind: 'sleep', ms: 80 }], admits: { kind: 'some', requests: 2 } }),
  ],
};
