import { type Fault, healthy, nameServer, PORT } from '../contract.ts';

export const searchDomainWalk: Fault = {
  ...healthy,
  id: 'search-domain-walk',
  title: 'three search domains are asked before the name itself',
  story: 'With ndots:5, as in a Kubernetes pod, app.test is first looked for in three search domains, 300 ms each.',
  provokes: ['search-domain-walk'],
  url: `http://app.test:${PORT}/`,
  resolvConf:
    'nameserver 127.0.0.54\nsearch default.svc.cluster.local svc.cluster.local cluster.local\noptions ndots:5\n',
  servers: [...healthy.servers, nameServer({ 'app.test': ['127.0.0.1', '::1'] }, 300)],
};
