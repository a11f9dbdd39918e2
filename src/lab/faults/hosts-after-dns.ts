import { type Fault, healthy, nameServer, PORT } from '../contract.ts';

export const hostsAfterDns: Fault = {
  ...healthy,
  id: 'hosts-after-dns',
  title: 'the hosts file is asked after a slow name server',
  story:
    'The hosts file has the name, but nsswitch.conf has a name server asked first, which takes 400 ms to say that it does not know it.',
  provokes: ['slow-name-lookup'],
  url: `http://app.test:${PORT}/`,
  hosts: `${healthy.hosts}127.0.0.1 app.test\n`,
  resolvConf: 'nameserver 127.0.0.54\n',
  nsswitch: 'hosts: dns files\n',
  servers: [...healthy.servers, nameServer({}, 400)],
};
