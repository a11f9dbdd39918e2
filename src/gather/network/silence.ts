import type { Silence, TlsRefusal } from '../../model/silence.ts';
import type { Target } from '../../model/target.ts';
import { beginningOf, isBarePage, isHttp2Frame, isTlsRecord, protocolOf } from './greeting.ts';

/** What was seen of a connection before it failed. */
export interface Seen {
  readonly begins: Buffer;
  readonly scheme: Target['scheme'];
  /** Whether the TLS handshake was finished, where there is one. */
  readonly isSecure: boolean;
}

/** A parser's error brings the bytes that it could not read, which may be known from the socket already. */
export function beginsSoFar(chunks: readonly Buffer[], rawPacket: Buffer | undefined): Buffer {
  const seen = Buffer.concat(chunks);
  return seen.length > 0 || rawPacket === undefined ? seen : rawPacket;
}

/** Why there was no answer, from the error that ended the connection and from the bytes before it. */
export function silenceAfter(error: NodeJS.ErrnoException, { begins, scheme, isSecure }: Seen): Silence {
  const code = error.code ?? '';
  if (code === 'ABORT_ERR') return { kind: 'aborted' };
  if (scheme === 'https' && !isSecure) return unsecured(error);
  const reason = tlsReasonOf(error);
  if (reason !== null) return { kind: 'tls-refused', why: refusalOf(reason), code: tlsCodeOf(reason) };
  if (code.startsWith('HPE_')) return unparsed(code, begins);
  if (begins.length > 0)
    return isAnswer(begins) ? { kind: 'header-cut', bytes: begins.length } : unparsed(code, begins);
  return ended(error);
}

/** Node calls an orderly end without an answer a hang-up, with the code of a reset and without a system call. */
function ended({ code = '', syscall }: NodeJS.ErrnoException): Silence {
  if (code === 'ECONNRESET' && syscall === undefined) return { kind: 'closes' };
  return code === 'ECONNRESET' || code === 'EPIPE' ? { kind: 'resets' } : { kind: 'unknown', code };
}

const isAnswer = (begins: Buffer): boolean => 'HTTP/'.startsWith(begins.toString('latin1').slice(0, 5));

/** The first bytes are no answer that Node's parser takes. */
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

/** The connection ended before its TLS handshake did. */
function unsecured(error: NodeJS.ErrnoException): Silence {
  const reason = tlsReasonOf(error);
  if (reason === null) return ended(error);
  // The first bytes were no TLS record.
  if (/wrong version number|packet length too long|record layer failure/i.test(reason)) return { kind: 'no-tls' };
  return { kind: 'tls-refused', why: refusalOf(reason), code: tlsCodeOf(reason) };
}

/** OpenSSL's own words for what went wrong, out of the text in which Node wraps them; null for other errors. */
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
