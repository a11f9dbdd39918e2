import { application, type Fault, healthy } from '../contract.ts';

export const keepAliveHoldsWorker: Fault = {
  ...healthy,
  id: 'keep-alive-holds-worker',
  title: 'a used connection holds the only worker',
  story:
    'From the first request of a connection to its end, the only worker of the server answers no other connection.',
  provokes: ['keep-alive-holds-worker'],
  flags: ['--deep'],
  servers: [application(['127.0.0.1', '::1'], { serves: 'one-used-connection' })],
};
