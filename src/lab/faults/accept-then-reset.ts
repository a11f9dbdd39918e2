import { application, type Fault, healthy, PORT } from '../contract.ts';

export const acceptThenReset: Fault = {
  ...healthy,
  id: 'accept-then-reset',
  title: '::1 accepts and then resets the connection',
  story: 'A port forwarder accepts on ::1 without a server behind it, while 127.0.0.1 reaches the application.',
  provokes: ['accept-then-reset'],
  servers: [
    application(['127.0.0.1']),
    { label: 'forwarder', addresses: ['::1'], port: PORT, core: 'any', cpuLimit: null, behaviour: { kind: 'reset' } },
  ],
};
