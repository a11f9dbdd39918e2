export type Method = 'GET' | 'HEAD' | 'OPTIONS' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One request as a flow states it; the path, with its query, is absolute on the target's origin. */
export interface HttpRequest {
  readonly method: Method;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/**
 * One response; its body is bounded by the reader. Header names are lower-case; repeated headers are joined by a comma,
 * but for Set-Cookie, whose lines cannot be told apart after that (RFC 9110 §5.3).
 */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The Set-Cookie headers, one a line. */
  readonly setCookies: readonly string[];
  readonly body: string;
}

/** What came of one exchange: an answer, or the transport's reason why none came. */
export type Exchanged =
  | { readonly answered: true; readonly response: HttpResponse }
  | { readonly answered: false; readonly code: TransportFailure; readonly message: string };

/**
 * Why an exchange brought no answer. `unsendable` and the codes after it are failures on this side: nothing is known of the
 * server then. A system code that has no name here is `unknown`, and the message holds it.
 */
export type TransportFailure =
  | 'refused'
  | 'reset'
  | 'timed-out'
  | 'unreachable'
  | 'not-http'
  | 'tls'
  | 'certificate'
  | 'aborted'
  | 'unknown'
  | 'unsendable'
  | 'too-many-open-files'
  | 'no-local-port'
  | 'not-permitted'
  | 'no-memory';

const sendersOwn: ReadonlySet<string> = new Set<TransportFailure>([
  'unsendable',
  'too-many-open-files',
  'no-local-port',
  'not-permitted',
  'no-memory',
]);

/** Whether a failure happened on this side of the connection, so that it says nothing about the server. */
export const isSendersOwn = (code: string): boolean => sendersOwn.has(code);

/** What a user can do about a failure; empty where the code says it all. */
const nextSteps: Readonly<Partial<Record<TransportFailure, string>>> = {
  tls: 'Is the scheme of the URL right? A server that speaks plain http needs http://.',
  certificate: 'Use a certificate that Node trusts: NODE_EXTRA_CA_CERTS=ca.pem names one more authority.',
  'too-many-open-files': 'Raise the limit of open files in this shell, for example with: ulimit -n 4096.',
  'no-local-port':
    'All local ports are in use, or this machine has no address of that family. Use fewer new connections, or wait a minute until the closed ones are forgotten.',
  'not-permitted': 'A firewall, a sandbox or a security policy of this machine forbids the connection.',
  'no-memory': 'The kernel of this machine has no memory left for another connection. Use fewer connections.',
};

/** A failure in words: the code, what the system said, and the next step. Never longer than a few lines. */
export function failureText({ code, message }: { readonly code: TransportFailure; readonly message: string }): string {
  const step = nextSteps[code];
  if (step === undefined) return code === 'unknown' || code === 'unsendable' ? message : code;
  return `${code}: ${message}. ${step}`;
}
