import { type Fault, healthy, PORT } from '../contract.ts';

/** The literal in the URL keeps the target reachable: asked for by name, it would be an unreachable target besides. */
export const missingLocalhostEntry: Fault = {
  ...healthy,
  id: 'missing-localhost-entry',
  title: 'localhost is not in the hosts file and does not resolve',
  story: 'Somebody emptied the hosts file: 127.0.0.1 works as before, but localhost is a name that nobody knows.',
  provokes: ['missing-localhost-entry'],
  url: `http://127.0.0.1:${PORT}/`,
  hosts: '127.0.0.1 workstation\n',
};
