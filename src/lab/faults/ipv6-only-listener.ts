import { application, type Fault, healthy } from '../contract.ts';

export const ipv6OnlyListener: Fault = {
  ...healthy,
  id: 'ipv6-only-listener',
  title: 'the server listens on ::1 only',
  story: 'The server was bound to "localhost", took its first address, ::1, and refuses IPv4.',
  provokes: ['one-family-listener'],
  servers: [application(['::1'])],
};
