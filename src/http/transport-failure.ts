import type { TransportFailure } from '../model/http.ts';

/** System codes of errno(3), Node and OpenSSL, by what they mean for a load test. */
const failures: Readonly<Record<string, TransportFailure>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  ECONNABORTED: 'reset',
  EPIPE: 'reset',
  ERR_STREAM_DESTROYED: 'reset',
  ERR_STREAM_WRITE_AFTER_END: 'reset',
  ETIMEDOUT: 'timed-out',
  ENETUNREACH: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  ENETDOWN: 'unreachable',
  ENOTFOUND: 'unreachable',
  EAI_AGAIN: 'unreachable',
  EMFILE: 'too-many-open-files',
  ENFILE: 'too-many-open-files',
  EADDRINUSE: 'no-local-port',
  EADDRNOTAVAIL: 'no-local-port',
  EACCES: 'not-permitted',
  EPERM: 'not-permitted',
  ENOBUFS: 'no-memory',
  ENOMEM: 'no-memory',
  ERR_INVALID_CHAR: 'unsendable',
  ERR_UNESCAPED_CHARACTERS: 'unsendable',
  EPROTO: 'tls',
  // The names of X509_verify_cert_error_string(3) that contain neither "CERT" nor "SIGNATURE".
  HOSTNAME_MISMATCH: 'certificate',
  INVALID_CA: 'certificate',
  INVALID_PURPOSE: 'certificate',
  PATH_LENGTH_EXCEEDED: 'certificate',
  CRL_HAS_EXPIRED: 'certificate',
  CRL_NOT_YET_VALID: 'certificate',
};

/** Patterns of codes, the more specific first. */
const groups: readonly (readonly [pattern: RegExp, code: TransportFailure])[] = [
  [/^HPE_/, 'not-http'],
  [/CERT|SIGNATURE/, 'certificate'],
  [/^ERR_(?:TLS|SSL|OSSL)_/, 'tls'],
];

export interface Failure {
  readonly code: TransportFailure;
  readonly message: string;
}

/**
 * Classifies an error of a socket. It never throws, since it is called in socket events, where no caller could catch.
 * The message keeps the system code of every error, so that an unknown code can be looked up.
 */
export function transportFailure(error: unknown): Failure {
  const system = systemCode(error);
  return { code: codeFor(system), message: messageOf(error, system) };
}

function codeFor(system: string): TransportFailure {
  if (Object.hasOwn(failures, system)) return failures[system] ?? 'unknown';
  return groups.find(([pattern]) => pattern.test(system))?.[1] ?? 'unknown';
}

/** Node joins the errors of all addresses of a name in an AggregateError. The first error's code is used. */
function systemCode(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return error instanceof AggregateError ? systemCode(error.errors[0]) : '';
}

/** Errors of OpenSSL have several lines with places in its source code. The first line is kept, up to this length. */
const LONGEST_MESSAGE = 200;
/** The reason in `806C:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../deps/…:350:` (ERR_error_string(3)). */
const OPENSSL = /:error:[^:]*:[^:]*:[^:]*:([^:]+)/;

function messageOf(error: unknown, system: string): string {
  const [line = ''] = textOf(error).split('\n', 1);
  const text = OPENSSL.exec(line)?.[1] ?? line;
  const short = text.slice(0, LONGEST_MESSAGE).trim();
  if (short === '') return system === '' ? 'an error without a message' : system;
  return system === '' || short.includes(system) ? short : `${short} (${system})`;
}

function textOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(textOf).join(', ');
  return error instanceof Error ? error.message : String(error);
}
