import { doing, type Fault, healthy } from '../contract.ts';

export const serverResolvesNames: Fault = {
  ...healthy,
  id: 'server-resolves-names',
  title: 'each answer waits for a name server',
  story: 'A handler asks for the name of its client for each request, and the name server answers after 150 ms.',
  provokes: ['server-resolves-names'],
  resolvConf: 'nameserver 127.0.0.1\n',
  servers: [
    doing({ kind: 'look-up', name: 'client.lab' }),
    {
      label: 'name server',
      addresses: ['127.0.0.1'],
      port: 53,
      core: 'any',
      cpuLimit: null,
      behaviour: { kind: 'dns', names: {}, unknownAfterMs: 150 },
    },
  ],
};
