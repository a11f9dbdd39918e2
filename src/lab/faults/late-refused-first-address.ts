import { application, type Fault, healthy, PORT } from '../contract.ts';
import { refusedLate } from '../late-refusal.ts';

export const lateRefusedFirstAddress: Fault = {
  ...healthy,
  id: 'late-refused-first-address',
  title: '::1 refuses, but only after two seconds',
  story: 'The server listens on 127.0.0.1 only. ::1 comes first and refuses after two seconds, as it does on Windows.',
  provokes: ['late-refused-first-address'],
  needs: ['nft'],
  nft: refusedLate(PORT),
  servers: [application(['127.0.0.1'])],
};
