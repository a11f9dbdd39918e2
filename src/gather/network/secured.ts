import type { Socket } from 'node:net';
import { connect as tlsConnect } from 'node:tls';
import { isAddressLiteral, type Target } from '../../model/target.ts';

const handshaken = new WeakSet<Socket>();

/** Whether a socket of {@link secured} has finished its TLS handshake. */
export const hasHandshaken = (socket: Socket): boolean => handshaken.has(socket);

/** Certificates are not verified: a probe sends no secret, and a self-signed certificate is normal on loopback. */
export function secured(socket: Socket, { scheme, host }: Target): Socket {
  if (scheme === 'http') return socket;
  const secure = tlsConnect({
    socket,
    rejectUnauthorized: false,
    ...(isAddressLiteral(host) ? {} : { servername: host }),
  });
  // The socket may fail after its last reader has left.
  secure.on('error', () => {});
  secure.once('secureConnect', () => handshaken.add(secure));
  return secure;
}
