import { type Fault, healthy, nameServer, PORT } from '../contract.ts';

export const slowNameLookup: Fault = {
  ...healthy,
  id: 'slow-name-lookup',
  title: 'the first name server does not answer',
  story: 'The first name server of resolv.conf never answers, so each lookup waits a second before it tries the next.',
  provokes: ['slow-name-lookup'],
  needs: ['nft'],
  url: `http://app.test:${PORT}/`,
  // Without the options it would be five seconds, which would show nothing more.
  resolvConf: 'nameserver 127.0.0.53\nnameserver 127.0.0.54\noptions timeout:1 attempts:1\n',
  nft: `
table inet lab {
  chain input {
    type filter hook input priority 0;
    ip daddr 127.0.0.53 udp dport 53 drop
  }
}
`,
  servers: [...healthy.servers, nameServer({ 'app.test': ['127.0.0.1', '::1'] }, 0)],
};
