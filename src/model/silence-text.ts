import type { Advice } from './finding.ts';
import { type BodyEnd, LONGEST_BODY_MIB, type Silence, type TlsRefusal } from './silence.ts';
import { authority, type Target } from './target.ts';

const seconds = (ms: number): string => `${Number((ms / 1_000).toPrecision(2))} s`;

/** The target, and the time of its accepted connect if known. */
interface At {
  readonly target: Target;
  readonly connectMs: number | null;
}

/** The texts of one kind of silence: the predicate of a sentence about the port, and the next step. */
interface Texts<S extends Silence> {
  readonly does: (silence: S, at: At) => string;
  readonly step: (target: Target, silence: S) => Advice;
}

const step = (where: Advice['where'], text: string, command: string | null = null): Advice => ({
  do: text,
  command,
  where,
  savesMs: null,
});

/** The same URL with another scheme, without the query, which may contain secrets. */
const urlOf = (scheme: Target['scheme'], { host, port, path }: Target): string =>
  `${scheme}://${authority(host, port)}${path.split('?')[0] ?? '/'}`;

const connected = ({ connectMs }: At): string =>
  connectMs === null
    ? 'accepted the connection'
    : `accepted the connection after ${Number(connectMs.toPrecision(2))} ms`;

const waitLonger = (): Advice =>
  step('client', 'wait longer with --timeout 30s if the server may be slower; otherwise find what blocks it');
const readLog = (): Advice =>
  step('server', 'read the log of the server at this moment, and check host, port and scheme');
const checkPort = (): Advice => step('client', 'check the port: this one belongs to another server');
const correctHeader = (): Advice =>
  step('server', 'correct the status line and the header that the server writes; curl -v shows them');

const texts: { readonly [K in Silence['kind']]: Texts<Extract<Silence, { kind: K }>> } = {
  hangs: {
    does: ({ waitedMs }, at) =>
      `${connected(at)}, and sent nothing within ${seconds(waitedMs)}: the server hangs, or is slower than that`,
    step: waitLonger,
  },
  'header-stalls': {
    does: ({ bytes, waitedMs }) => `sent ${bytes} bytes, and no complete header within ${seconds(waitedMs)}`,
    step: waitLonger,
  },
  closes: { does: () => 'accepts the connection, and closes it without sending a byte', step: readLog },
  'header-cut': {
    does: ({ bytes }) => `closed the connection after ${bytes} bytes, before the response was complete`,
    step: readLog,
  },
  resets: { does: () => 'accepts the connection, and resets it before a response', step: readLog },
  'speaks-tls': {
    does: () => 'speaks TLS, not http',
    step: (target) => step('client', 'use https', urlOf('https', target)),
  },
  'speaks-http': {
    does: () => 'speaks http, not https',
    step: (target) => step('client', 'use http', urlOf('http', target)),
  },
  'no-tls': { does: () => 'speaks neither TLS nor http', step: checkPort },
  'not-http': {
    does: ({ speaks, begins }, { target }) =>
      speaks === null
        ? `does not speak ${target.scheme}: its response begins with "${begins}"`
        : `speaks ${speaks}, not ${target.scheme}`,
    step: checkPort,
  },
  'http2-only': {
    does: () => 'speaks HTTP/2 without TLS only, as gRPC servers do; whyslow measures HTTP/1.1',
    step: () => step('server', 'let the server speak HTTP/1.1 as well, or measure its HTTP/1.1 port'),
  },
  http09: {
    does: () => 'answers with a page and no status line, as HTTP/0.9 did',
    step: () => step('server', 'begin the response with a status line, such as HTTP/1.1 200 OK'),
  },
  'header-too-large': {
    does: () => 'answers with a header of more than 16 KiB, which Node and other clients refuse',
    step: () => step('server', 'make the header smaller: look for large or many Set-Cookie lines'),
  },
  'malformed-header': { does: ({ code }) => `answers with a malformed header (${code})`, step: correctHeader },
  'invalid-status': {
    does: ({ status }) =>
      `answers with the status "${status}", which is not a valid HTTP status; a final status is a number from 200 to 599`,
    step: correctHeader,
  },
  'tls-hangs': {
    does: ({ waitedMs }, at) => `${connected(at)}, and did not finish the TLS handshake within ${seconds(waitedMs)}`,
    step: waitLonger,
  },
  'tls-refused': {
    does: ({ why, code }) => `speaks TLS, and the handshake failed: ${refusals[why].text} (${code})`,
    step: (_target, { why }) => step('server', refusals[why].step),
  },
  aborted: { does: () => 'gave no response before the visit was interrupted', step: readLog },
  unknown: {
    does: ({ code }, { target }) => `accepts the connection, and gave no ${target.scheme} response (${code})`,
    step: readLog,
  },
};

const refusals: Readonly<Record<TlsRefusal, { readonly text: string; readonly step: string }>> = {
  'protocol-version': {
    text: 'the server and Node have no TLS version in common',
    step: 'let the server accept TLS 1.2 or 1.3',
  },
  'client-certificate': {
    text: 'the server asks for a client certificate',
    step: 'measure a port that asks for no client certificate: whyslow sends none',
  },
  'server-name': {
    text: 'the server does not know this host name',
    step: 'use the host name that the certificate of the server is for',
  },
  handshake: {
    text: 'the server and Node agree on no settings',
    step: 'read the TLS error in the log of the server',
  },
};

/** The table maps each kind to its own texts. TypeScript loses that relation in a lookup, hence the cast. */
const textsOf = <S extends Silence>(silence: S): Texts<S> => texts[silence.kind] as unknown as Texts<S>;

/** A sentence about the port, without its full stop. */
export const silenceText = (silence: Silence, target: Target, connectMs: number | null = null): string =>
  `port ${target.port} ${textsOf(silence).does(silence, { target, connectMs })}`;

/** The next step for the reader of that sentence. */
export const silenceAdvice = (silence: Silence, target: Target): Advice => textsOf(silence).step(target, silence);

/** The next step as a sentence. */
export const adviceText = ({ do: text, command }: Advice): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${command === null ? '' : `: ${command}`}.`;

/** The entry of "not checked" for a body that was not read to its end; null if there is none. */
export function bodyText(end: BodyEnd, timeoutMs: number): string | null {
  if (end === 'too-long') return `the body beyond ${LONGEST_BODY_MIB} MiB, where reading stops`;
  if (end !== 'unfinished') return null;
  return `the end of the body: it did not arrive within ${seconds(timeoutMs)} (--timeout waits longer; an event stream never ends)`;
}
