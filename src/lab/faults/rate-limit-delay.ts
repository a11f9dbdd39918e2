import { application, type Fault, healthy } from '../contract.ts';

export const rateLimitDelay: Fault = {
  ...healthy,
  id: 'rate-limit-delay',
  title: 'requests beyond a rate are delayed',
  story: 'The application delays each request beyond the first three, so that one is answered every 150 ms.',
  provokes: ['rate-limit-delay'],
  servers: [application(['127.0.0.1', '::1'], { admits: { kind: 'rate', quick: 3, everyMs: 150 } })],
};
