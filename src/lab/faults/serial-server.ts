import { application, type Fault, healthy } from '../contract.ts';

export const serialServer: Fault = {
  ...healthy,
  id: 'serial-server',
  title: 'the application answers one request at a time',
  story: 'A handler of 70 ms runs for one request at a time, and all others wait for it.',
  provokes: ['serial-server'],
  servers: [
    application(['127.0.0.1', '::1'], { steps: [{ kind: 'sleep', ms: 70 }], admits: { kind: 'some', requests: 1 } }),
  ],
};
