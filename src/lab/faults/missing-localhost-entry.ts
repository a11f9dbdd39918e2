import { type Fault, healthy, PORT } from '../contract.ts';

/** The URL has a literal address: with the name, the target would also be unreachable. */
export const missingLocalhostEntry: Fault = {
  ...healthy,
  id: 'missing-localhost-entry',
  title: 'localhost is not in the hosts file and does not resolve',
  story: 'The hosts file lost its localhost lines: 127.0.0.1 works as before, but localhost does not resolve.',
  provokes: ['missing-localhost-entry'],
  url: `http://127.0.0.1:${PORT}/`,
  hosts: '127.0.0.1 workstation\n',
};
