import { application, type Fault, healthy } from '../contract.ts';

export const oneFamilyListener: Fault = {
  ...healthy,
  id: 'one-family-listener',
  title: 'the server listens on 127.0.0.1 only',
  story: 'The server was bound to 127.0.0.1, localhost names ::1 first, and there the kernel refuses at once.',
  provokes: ['one-family-listener'],
  servers: [application(['127.0.0.1'])],
};
