import { application, type Fault, healthy } from '../contract.ts';

/**
 * A changed order costs nothing while both families answer. It matters if the first family refuses, so this fault
 * includes the one-family listener.
 */
export const reorderedFamilies: Fault = {
  ...healthy,
  id: 'reordered-families',
  title: 'gai.conf puts IPv4 first, the server is on ::1',
  story: 'A line in /etc/gai.conf prefers IPv4, so every client tries 127.0.0.1 before ::1, where the server is.',
  provokes: ['reordered-families', 'one-family-listener'],
  gaiConf: 'precedence ::ffff:0:0/96 100\n',
  servers: [application(['::1'])],
};
