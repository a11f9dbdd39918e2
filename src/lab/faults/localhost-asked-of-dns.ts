import { type Fault, healthy, nameServer } from '../contract.ts';

/** Only the hosts file shows this fault: the resolver's answer is the usual one and takes well below a millisecond. */
export const localhostAskedOfDns: Fault = {
  ...healthy,
  id: 'localhost-asked-of-dns',
  title: 'localhost is not in the hosts file, and the name server is asked',
  story: 'The hosts file lost its localhost lines, so each lookup goes to the name server, which has an entry for it.',
  provokes: ['missing-localhost-entry'],
  hosts: '127.0.0.1 workstation\n',
  resolvConf: 'nameserver 127.0.0.54\n',
  servers: [...healthy.servers, nameServer({ localhost: ['127.0.0.1', '::1'] }, 0)],
};
