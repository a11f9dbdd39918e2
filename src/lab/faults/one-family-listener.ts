import { application, type Fault, healthy } from '../contract.ts';

export const oneFamilyListener: Fault = {
  ...healthy,
  id: 'one-family-listener',
  title: 'the server listens on 127.0.0.1 only',
  story: 'The server was bound to 127.0.0.1, localhost resolves to ::1 first, and the kernel refuses ::1 at once.',
  provokes: ['one-family-listener'],
  servers: [application(['127.0.0.1'])],
};
