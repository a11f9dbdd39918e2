export type Method = 'GET' | 'HEAD' | 'OPTIONS' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One request of a flow. The path includes the query and is absolute on its origin. */
export interface HttpRequest {
  readonly method: Method;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  /** Present for a request to the target's separate auth server. */
  readonly origin?: 'auth';
}

/**
 * One response. The client limits the length of its body. Header names are lower-case; repeated headers are joined by a
 * comma, except Set-Cookie, whose lines could not be separated again (RFC 9110 §5.3).
 */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The values of the Set-Cookie headers. */
  readonly setCookies: readonly string[];
  readonly body: string;
}

/** The result of one exchange: a response, or the reason of the transport failure. */
export type Exchanged =
  | { readonly answered: true; readonly response: HttpResponse }
  | { readonly answered: false; readonly code: TransportFailure; readonly message: string };

/**
 * Why an exchange had no response. `unsendable` and the codes after it are failures of the client side and say nothing
 * about the server. Other system codes become `unknown`, with the system code in the message.
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

const clientSideFailures: ReadonlySet<string> = new Set<TransportFailure>([
  'unsendable',
  'too-many-open-files',
  'no-local-port',
  'not-permitted',
  'no-memory',
]);

/** Whether a failure happened on the client side, so that it says nothing about the server. */
export const isClientSideFailure = (code: string): boolean => clientSideFailures.has(code);

/** The next step for the user. Codes that explain themselves have none. */
const nextSteps: Readonly<Partial<Record<TransportFailure, string>>> = {
  tls: 'Is the scheme of the URL right? A server that speaks plain http needs http://.',
  certificate: 'Use a certificate that Node trusts: NODE_EXTRA_CA_CERTS=ca.pem names one more authority.',
  'too-many-open-files': 'Raise the limit of open files in this shell, for example with: ulimit -n 4096.',
  'no-local-port':
    'All local ports are in use, or this machine has no address of that family. Use fewer new connections, or wait a minute until closed ones leave TIME_WAIT.',
  'not-permitted': 'A firewall, a sandbox or a security policy of this machine forbids the connection.',
  'no-memory': 'The kernel of this machine has no memory left for another connection. Use fewer connections.',
};

/** The text of a failure: its code, the system's message and the next step. */
export function failureText({ code, message }: { readonly code: TransportFailure; readonly message: string }): string {
  const step = nextSteps[code];
  if (step === undefined) return code === 'unknown' || code === 'unsendable' ? message : code;
  return `${code}: ${message}. ${step}`;
}
