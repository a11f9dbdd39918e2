import type { Silence, TlsRefusal } from '../../model/silence.ts';
import type { Target } from '../../model/target.ts';
import { beginningOf, isBarePage, isHttp2Frame, isTlsRecord, protocolOf } from './greeting.ts';

/** The state of a connection when it failed. */
export interface FailedConnection {
  /** The first bytes received. */
  readonly begins: Buffer;
  readonly scheme: Target['scheme'];
  /** Whether a TLS handshake was completed. */
  readonly isSecure: boolean;
}

/** The first bytes received, from the socket or else from the parser's error, which holds the bytes it rejected. */
export function beginsSoFar(chunks: readonly Buffer[], rawPacket: Buffer | undefined): Buffer {
  const seen = Buffer.concat(chunks);
  return seen.length > 0 || rawPacket === undefined ? seen : rawPacket;
}

/** Why there was no response, from the error that ended the connection and from the bytes before it. */
export function silenceAfter(error: NodeJS.ErrnoException, { begins, scheme, isSecure }: FailedConnection): Silence {
  const code = error.code ?? '';
  if (code === 'ABORT_ERR') return { kind: 'aborted' };
  if (scheme === 'https' && !isSecure) return unsecured(error);
  const reason = tlsReasonOf(error);
  if (reason !== null) return { kind: 'tls-refused', why: refusalOf(reason), code: tlsCodeOf(reason) };
  if (code.startsWith('HPE_')) return unparsed(code, begins);
  if (begins.length > 0)
    return isResponseStart(begins) ? { kind: 'header-cut', bytes: begins.length } : unparsed(code, begins);
  return ended(error);
}

/** For an orderly close without a response, Node reports a hang-up: the code of a reset without a system call. */
function ended({ code = '', syscall }: NodeJS.ErrnoException): Silence {
  if (code === 'ECONNRESET' && syscall === undefined) return { kind: 'closes' };
  return code === 'ECONNRESET' || code === 'EPIPE' ? { kind: 'resets' } : { kind: 'unknown', code };
}

const isResponseStart = (begins: Buffer): boolean => 'HTTP/'.startsWith(begins.toString('latin1').slice(0, 5));

/** Classifies first bytes that Node's parser rejects. */
function unparsed(code: string, begins: Buffer): Silence {
  if (isTlsRecord(begins)) return { kind: 'speaks-tls' };
  if (isHttp2Frame(begins)) return { kind: 'http2-only' };
  if (isBarePage(begins)) return { kind: 'http09' };
  const text = begins.toString('latin1');
  if (!text.startsWith('HTTP/')) return { kind: 'not-http', speaks: protocolOf(begins), begins: beginningOf(begins) };
  if (code === 'HPE_HEADER_OVERFLOW') return { kind: 'header-too-large' };
  if (code === 'HPE_INVALID_STATUS') return { kind: 'invalid-status', status: beginningOf(begins).split(' ')[1] ?? '' };
  return { kind: 'malformed-header', code };
}

/** Why a connection ended before its TLS handshake was complete. */
function unsecured(error: NodeJS.ErrnoException): Silence {
  const reason = tlsReasonOf(error);
  if (reason === null) return ended(error);
  // The first bytes were no TLS record.
  if (/wrong version number|packet length too long|record layer failure/i.test(reason)) return { kind: 'no-tls' };
  return { kind: 'tls-refused', why: refusalOf(reason), code: tlsCodeOf(reason) };
}

/** OpenSSL's reason, extracted from Node's message; null for other errors. */
function tlsReasonOf(error: NodeJS.ErrnoException & { reason?: unknown }): string | null {
  const code = error.code ?? '';
  if (code !== 'EPROTO' && !code.startsWith('ERR_SSL_') && !code.startsWith('ERR_TLS_')) return null;
  if (typeof error.reason === 'string') return error.reason;
  return /:SSL routines:[^:]*:([^:]+)/.exec(error.message)?.[1] ?? code;
}

/** As Node names them in newer versions: `ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION`, which a reader can search for. */
const tlsCodeOf = (reason: string): string =>
  reason.startsWith('ERR_')
    ? reason
    : `ERR_SSL_${reason
        .trim()
        .toUpperCase()
        .replaceAll(/[^A-Z0-9]+/g, '_')}`;

function refusalOf(reason: string): TlsRefusal {
  if (/protocol.version|unsupported.protocol|version.too.low/i.test(reason)) return 'protocol-version';
  if (/certificate.required|bad.certificate/i.test(reason)) return 'client-certificate';
  return /unrecognized.name/i.test(reason) ? 'server-name' : 'handshake';
}
