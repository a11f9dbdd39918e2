import { constants } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import { selfSigned } from './certificate.ts';

const HANDSHAKE_MS = 40;

/** Options of a server whose handshakes are slow and whose sessions are never resumed. The callback for its name delays it. */
export function slowTls() {
  const identity = selfSigned();
  return {
    ...identity,
    secureOptions: constants.SSL_OP_NO_TICKET,
    SNICallback: (_name: string, done: (error: null, context: SecureContext) => void): void =>
      void setTimeout(() => done(null, createSecureContext(identity)), HANDSHAKE_MS),
  };
}
