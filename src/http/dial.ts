import { connect, type OnReadOpts, type Socket } from 'node:net';
import { connect as connectSecurely, type ConnectionOptions, createSecureContext, type SecureContext } from 'node:tls';
import { isAddressLiteral, isLoopbackAddress, isLoopbackName, type Target } from '../model/target.ts';

/** Opens one connection. `onReady` is called once, when a request can be written. Failures are the socket's `error` events. */
export type Dial = (onread: OnReadOpts, onReady: () => void) => Socket;

export const dialer = (target: Target): Dial => (target.scheme === 'http' ? plainDialer(target) : secureDialer(target));

const plainDialer =
  ({ host, port }: Target): Dial =>
  (onread, onReady) =>
    connect({ host, port, noDelay: true, onread }).on('connect', onReady);

/** A later connection resumes the TLS session of an earlier one, as browsers and connection pools do. */
function secureDialer(target: Target): Dial {
  const { host, port } = target;
  // Created once: each new context loads the certificate authorities, which takes milliseconds.
  let context: SecureContext | undefined;
  let session: Buffer | undefined;
  return (onread, onReady) => {
    context ??= createSecureContext();
    // `onread` is documented for tls.connect and missing in its types.
    const options: ConnectionOptions & { readonly onread: OnReadOpts } = {
      host,
      port,
      onread,
      secureContext: context,
      rejectUnauthorized: !isLoopback(target),
      ALPNProtocols: ['http/1.1'],
      ...(session === undefined ? {} : { session }),
      ...(isAddressLiteral(host) ? {} : { servername: host }),
    };
    const socket = connectSecurely(options);
    socket.setNoDelay(true);
    socket.on('session', (given) => (session = given));
    return socket.on('secureConnect', onReady);
  };
}

/** On loopback a self-signed certificate is normal, and no other machine can intercept the connection. */
const isLoopback = ({ host }: Target): boolean => isLoopbackAddress(host) || isLoopbackName(host);
