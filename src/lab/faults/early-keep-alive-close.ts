import { application, type Fault, healthy } from '../contract.ts';

export const earlyKeepAliveClose: Fault = {
  ...healthy,
  id: 'early-keep-alive-close',
  title: 'idle connections are closed after 0.6 s',
  story:
    'The server closes a connection that was idle for 0.6 s, and requests with a longer pause need a new one each.',
  provokes: ['early-keep-alive-close'],
  flags: ['--deep'],
  servers: [application(['127.0.0.1', '::1'], { keepsOpenMs: 600 })],
};
