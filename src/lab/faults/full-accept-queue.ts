import { type Fault, healthy, PORT } from '../contract.ts';

export const fullAcceptQueue: Fault = {
  ...healthy,
  id: 'full-accept-queue',
  title: 'the queue of the listener is full',
  story: 'A process with a backlog of 1 has stopped accepting, and 24 clients wait at each address.',
  provokes: ['full-accept-queue'],
  servers: [
    {
      label: 'application',
      addresses: ['127.0.0.1', '::1'],
      port: PORT,
      core: 'any',
      cpuLimit: null,
      behaviour: { kind: 'stopped', backlog: 1, clients: 24 },
    },
  ],
};
