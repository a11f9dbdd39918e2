import { application, type Fault, healthy } from '../contract.ts';

/**
 * An order of its own costs nobody anything while both families answer. It does where the family that was moved to the
 * front is the one that refuses, so the one-family listener belongs to this fault.
 */
export const reorderedFamilies: Fault = {
  ...healthy,
  id: 'reordered-families',
  title: 'gai.conf puts IPv4 first, the server is on ::1',
  story: 'A line in /etc/gai.conf prefers IPv4, so every client knocks at 127.0.0.1 before it finds the server on ::1.',
  provokes: ['reordered-families', 'one-family-listener'],
  gaiConf: 'precedence ::ffff:0:0/96 100\n',
  servers: [application(['::1'])],
};
