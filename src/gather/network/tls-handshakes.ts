import { performance } from 'node:perf_hooks';
import { connect as tlsConnect, type TLSSocket } from 'node:tls';
import { X509Certificate } from 'node:crypto';
import type { Addresses } from '../../model/evidence.ts';
import { got, gotNothing, type Outcome } from '../../model/outcome.ts';
import { isAddressLiteral } from '../../model/target.ts';
import type { TlsHandshakes } from '../../model/tls-handshakes.ts';
import type { GatherContext } from '../context.ts';
import { gatherer } from '../contract.ts';
import { type Visited, visitOn } from '../http/visit.ts';
import { connectTo } from './connect.ts';

/** Three handshakes tell a slow one from a busy machine. */
const HANDSHAKES = 3;
const LONGEST_MS = 3_000;

interface Handshake {
  readonly connectMs: number;
  readonly handshakeMs: number;
  readonly isResumed: boolean;
  readonly session: Buffer | null;
  readonly protocol: string;
  readonly key: TlsHandshakes['key'];
  readonly visit: Visited;
}

/** New connections to one address with and without the session of an earlier one, and a GET on each. */
export async function gatherTlsHandshakes(
  context: GatherContext,
  { visits }: Addresses,
): Promise<Outcome<TlsHandshakes> | null> {
  const open = visits.find(({ answer, body }) => answer !== null && body === 'whole');
  if (open === undefined) return gotNothing('no-answer', 'no address gave a whole HTTP answer');
  const endMs = performance.now() + LONGEST_MS;
  const several = async (session: Buffer | null): Promise<readonly Handshake[]> => {
    const done: Handshake[] = [];
    while (done.length < HANDSHAKES && performance.now() < endMs && !context.signal.aborted) {
      const next = await handshake(open.address, context, session);
      if (next === null) break;
      done.push(next);
    }
    return done;
  };
  const fresh = await several(null);
  const [first] = fresh;
  const session = fresh.findLast((each) => each.session !== null)?.session ?? null;
  const again = session === null ? [] : await several(session);
  if (context.signal.aborted) return null;
  if (first === undefined) return gotNothing('no-handshake', `${open.address} finished no TLS handshake`);
  const resumed = again.filter(({ isResumed }) => isResumed);
  const refusedOrNot = resumed.length > 0 ? 'resumed' : 'refused';
  return got({
    fresh: fresh.flatMap(({ connectMs, handshakeMs, visit }) =>
      visit.ok ? [{ connectMs, handshakeMs, firstByteMs: visit.value.firstByteMs }] : [],
    ),
    resumedMs: resumed.map(({ handshakeMs }) => handshakeMs),
    resumption: again.length === 0 ? 'not-offered' : refusedOrNot,
    // A visit on a connection of its own asks for its close, so that the visits of the addresses decide.
    keptAlive: open.warm.length > 0,
    protocol: first.protocol,
    key: first.key,
  });
}

async function handshake(
  address: string,
  { target, signal, timeoutMs }: GatherContext,
  session: Buffer | null,
): Promise<Handshake | null> {
  const connected = await connectTo(address, target.port, timeoutMs);
  if (connected.outcome !== 'accepted') return null;
  const startMs = performance.now();
  const socket = tlsConnect({
    socket: connected.socket,
    // As in every probe: no secret is sent, and a self-signed certificate is normal on loopback.
    rejectUnauthorized: false,
    ...(isAddressLiteral(target.host) ? {} : { servername: target.host }),
    ...(session === null ? {} : { session }),
  });
  let offered: Buffer | null = null;
  socket.on('session', (data) => (offered = data));
  try {
    if (!(await isSecured(socket, AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])))) return null;
    const handshakeMs = performance.now() - startMs;
    // The socket is secured already. The session of TLS 1.3 arrives with or after the first answer.
    const visit = await visitOn(socket, { ...target, scheme: 'http' }, { signal, timeoutMs });
    const [isResumed, protocol] = [socket.isSessionReused(), socket.getProtocol() ?? ''];
    return {
      connectMs: connected.connectMs,
      handshakeMs,
      isResumed,
      session: offered,
      protocol,
      key: keyOf(socket),
      visit,
    };
  } finally {
    socket.destroy();
    connected.socket.destroy();
  }
}

/** Settles at the end of the handshake, or of the connection, or at the abort. */
function isSecured(socket: TLSSocket, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    socket.once('secureConnect', () => resolve(true));
    socket.on('error', () => resolve(false));
    socket.once('close', () => resolve(false));
    signal.addEventListener('abort', () => resolve(false), { once: true });
  });
}

/** A resumed connection may have no certificate. */
function keyOf(socket: TLSSocket): TlsHandshakes['key'] {
  const certificate = socket.getPeerX509Certificate();
  if (!(certificate instanceof X509Certificate)) return null;
  try {
    const { asymmetricKeyType: type, asymmetricKeyDetails: details } = certificate.publicKey;
    return type === undefined ? null : { type, bits: details?.modulusLength ?? null };
  } catch {
    return null;
  }
}

export const tlsHandshakes = gatherer({
  kind: 'tls-handshakes',
  title: 'measuring TLS handshakes',
  when: 'before',
  harm: 'none',
  budgetMs: 15_000,
  sends: ['to an https URL: 3 `GET`s on new connections, and 3 on new connections that resume a TLS session'],
  needs: ['addresses', 'answer'],
  async gather({ addresses }, context) {
    return context.target.scheme === 'https' ? gatherTlsHandshakes(context, addresses) : null;
  },
});
