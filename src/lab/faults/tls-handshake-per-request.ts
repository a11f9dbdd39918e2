import { application, type Fault, healthy } from '../contract.ts';

export const tlsHandshakePerRequest: Fault = {
  ...healthy,
  id: 'tls-handshake-per-request',
  title: 'a slow TLS handshake for each request',
  story:
    'Each handshake takes 40 ms, no session can be resumed, and the server closes each connection after its answer.',
  provokes: ['tls-handshake-per-request'],
  url: healthy.url.replace('http:', 'https:'),
  servers: [application(['127.0.0.1', '::1'], { tls: 'slow', keepsOpenMs: null })],
};
