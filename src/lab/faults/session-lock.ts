import { application, type Fault, healthy } from '../contract.ts';

export const sessionLock: Fault = {
  ...healthy,
  id: 'session-lock',
  title: 'requests of one session wait for each other',
  story:
    'The application locks the session during each request of 70 ms, and requests with the same cookie wait for the lock.',
  provokes: ['session-lock'],
  servers: [
    application(['127.0.0.1', '::1'], { steps: [{ kind: 'sleep', ms: 70 }], admits: { kind: 'one-of-a-session' } }),
  ],
};
