import { createServer as createHttp2Server } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import type { Server, Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { gatherAddresses } from '../../../src/gather/network/addresses.ts';
import type { AddressVisits } from '../../../src/model/evidence.ts';
import type { Silence } from '../../../src/model/silence.ts';
import { silenceAdvice, silenceText } from '../../../src/model/silence-text.ts';
import { selfSigned } from '../../serve/certificate.ts';
import { contextFor, listeningOnLoopback, serveBytes, serveHttp } from '../real-servers.ts';

type Scheme = 'http' | 'https';
type Start = () => Promise<number>;

const BOUND_MS = 300;

async function visited(port: number, scheme: Scheme = 'http', timeoutMs = BOUND_MS): Promise<AddressVisits> {
  const { target, ...context } = contextFor(port, { timeoutMs });
  const url = `${scheme}://127.0.0.1:${port}/`;
  const { visits } = await gatherAddresses({ ...context, target: { ...target, scheme, url } });
  const own = visits.find(({ name }) => name === '127.0.0.1');
  if (own === undefined) throw new Error('127.0.0.1 was not visited');
  return own;
}

const tls = selfSigned();
/** Answers a request with these bytes, and ends. */
const answering =
  (text: string | Buffer): Start =>
  () =>
    serveBytes((socket) => void socket.once('data', () => socket.end(text)));
/** Sends this at once after a connect. */
const greeting =
  (text: string | Buffer): Start =>
  () =>
    serveBytes((socket) => void socket.write(text));
const closing: Start = () => serveBytes((socket) => void socket.once('data', () => socket.end()));
const hanging: Start = () => serveBytes((socket) => void socket.resume());
const listening =
  (server: Server): Start =>
  () =>
    listeningOnLoopback(server);
const http2: Start = () => {
  const server = createHttp2Server();
  server.on('sessionError', () => {});
  return listeningOnLoopback(server);
};
const https = (): Server => createHttpsServer(tls, (_request, response) => response.end('hello'));

/** A TLS server that answers plain http with its own 400, as nginx, Apache and Go do, and TLS with TLS. */
const politeTls: Start = () => {
  const secure = createTlsServer(tls);
  return serveBytes((socket) => {
    socket.once('data', (first: Buffer) => {
      if (first[0] !== 0x16) return socket.end('HTTP/1.1 400 Bad Request\r\ncontent-length: 4\r\n\r\nnope');
      socket.pause();
      socket.unshift(first);
      return secure.emit('connection', socket);
    });
  });
};

const reset = (socket: Socket): void => void socket.once('data', () => socket.resetAndDestroy());
const mysqlGreeting = Buffer.concat([
  Buffer.from([74, 0, 0, 0, 10]),
  Buffer.from('8.0.36\0', 'latin1'),
  Buffer.alloc(60),
]);
const tlsAlert = Buffer.from([0x15, 0x03, 0x01, 0, 2, 2, 70]);
const settings = Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]);

const silences: readonly (readonly [string, Scheme, Start, Partial<Silence>])[] = [
  ['reads and never answers', 'http', hanging, { kind: 'hangs', waitedMs: BOUND_MS }],
  ['begins a header and stops', 'http', greeting('HTTP/1.1 200 OK\r\nserver: x'), { kind: 'header-stalls', bytes: 26 }],
  ['closes without a byte', 'http', closing, { kind: 'closes' }],
  ['closes in the middle of a header', 'http', answering('HTTP/1.1 200 OK\r\nserver'), { kind: 'header-cut' }],
  ['resets', 'http', () => serveBytes(reset), { kind: 'resets' }],
  ['greets as SSH', 'http', greeting('SSH-2.0-OpenSSH_9.6\r\n'), { kind: 'not-http', speaks: 'SSH' }],
  ['greets as SMTP', 'http', greeting('220 mail.example ESMTP\r\n'), { kind: 'not-http', speaks: 'SMTP' }],
  ['greets as MySQL', 'http', greeting(mysqlGreeting), { kind: 'not-http', speaks: 'the MySQL protocol' }],
  [
    'refuses as Redis',
    'http',
    answering("-ERR wrong number of arguments for 'get' command\r\n"),
    { kind: 'not-http', speaks: 'the Redis protocol' },
  ],
  [
    'says something unknown',
    'http',
    answering('moo "cow"\r\n'),
    { kind: 'not-http', speaks: null, begins: 'moo .cow.' },
  ],
  ['is SSH, asked by https', 'https', greeting('SSH-2.0-OpenSSH_9.6\r\n'), { kind: 'not-http', speaks: 'SSH' }],
  ['speaks TLS and closes', 'http', listening(https()), { kind: 'speaks-tls' }],
  ['speaks TLS and answers 400', 'http', politeTls, { kind: 'speaks-tls' }],
  ['answers with a TLS alert', 'http', answering(tlsAlert), { kind: 'speaks-tls' }],
  [
    'speaks http, asked by https',
    'https',
    () => serveHttp((_request, response) => response.end()),
    { kind: 'speaks-http' },
  ],
  ['speaks neither', 'https', answering('moo'), { kind: 'not-http', speaks: null }],
  ['closes, asked by https', 'https', closing, { kind: 'closes' }],
  ['hangs in the handshake', 'https', hanging, { kind: 'tls-hangs', waitedMs: BOUND_MS }],
  [
    'asks for a certificate',
    'https',
    listening(createHttpsServer({ ...tls, requestCert: true })),
    { kind: 'tls-refused', why: 'client-certificate' },
  ],
  [
    'knows old TLS only',
    'https',
    listening(createTlsServer({ ...tls, minVersion: 'TLSv1', maxVersion: 'TLSv1.1' })),
    { kind: 'tls-refused', why: 'protocol-version' },
  ],
  ['speaks HTTP/2 only', 'http', http2, { kind: 'http2-only' }],
  ['speaks HTTP/2 first', 'http', greeting(settings), { kind: 'http2-only' }],
  ['answers as HTTP/0.9', 'http', answering('<html>hello</html>'), { kind: 'http09' }],
  [
    'has a header of 20 kB',
    'http',
    answering(`HTTP/1.1 200 OK\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`),
    { kind: 'header-too-large' },
  ],
  [
    'has a malformed header',
    'http',
    answering('HTTP/1.1 200 OK\r\nbad header: x\r\n\r\n'),
    { kind: 'malformed-header', code: 'HPE_INVALID_HEADER_TOKEN' },
  ],
  ...['0', '000', '99', '1000'].map(
    (status) =>
      [
        `answers with the status ${status}`,
        'http',
        answering(`HTTP/1.1 ${status} X\r\ncontent-length: 0\r\n\r\n`),
        { kind: 'invalid-status', status },
      ] as const,
  ),
];

describe('the reasons for no response after an accepted connection, without the text of OpenSSL', () => {
  test.each(silences)('a server that %s, asked by %s', async (_what, scheme, start, silence) => {
    const port = await start();
    const seen = await visited(port, scheme);
    expect(seen).toMatchObject({ answer: null, silence });
    expect(seen.cold).toHaveLength(1);
    if (seen.silence === null) throw new Error('there is no silence');
    const target = { ...contextFor(port).target, scheme };
    const text = `${silenceText(seen.silence, target, 0.2)} ${silenceAdvice(seen.silence, target).do}`;
    expect(text).toContain(`port ${port}`);
    expect(text).not.toMatch(/:error:|SSL routines|EPROTO|undefined|null/);
  });
});

const MIB = 1_048_576;
const head = (length: number): string => `HTTP/1.1 200 OK\r\ncontent-length: ${length}\r\n\r\n`;
const chunked = (text: string): string => `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${text}`;

const bodies: readonly (readonly [string, Start, AddressVisits['body']])[] = [
  ['longer than 32 MiB', () => serveHttp((_request, response) => response.end(Buffer.alloc(33 * MIB))), 'too-long'],
  [
    'that stalls',
    () => serveBytes((socket) => void socket.once('data', () => socket.write(`${head(10)}hello`))),
    'unfinished',
  ],
  [
    'that never ends',
    () =>
      serveHttp((_request, response) => {
        const ticking = setInterval(() => response.write('data: x\n\n'), 20);
        response.once('close', () => clearInterval(ticking));
      }),
    'unfinished',
  ],
  ['shorter than its Content-Length', answering(`${head(100)}hello`), 'cut-short'],
  ['whose last chunk does not come', answering(chunked('5\r\nhello\r\n')), 'cut-short'],
  ['longer than its Content-Length', answering(`${head(2)}hello`), 'excess'],
  ['of malformed chunks', answering(chunked('5\r\nhello\r\nzz\r\n')), 'malformed'],
  ['that is whole', answering(`${head(5)}hello`), 'whole'],
];

test.each(bodies)('a body %s leaves the status and the first byte measured', async (_what, start, body) => {
  const seen = await visited(await start(), 'http', body === 'unfinished' ? BOUND_MS : 10_000);
  expect(seen).toMatchObject({ answer: { status: 200 }, silence: null, body });
  const [first] = seen.cold;
  expect(first?.firstByteMs).toBeGreaterThan(0);
  expect(first?.totalMs === null).toBe(body === 'unfinished');
  expect(first?.totalMs ?? Infinity).toBeGreaterThanOrEqual(first?.firstByteMs ?? Infinity);
  // A body that took the whole timeout, or 32 MiB, is read once.
  expect(seen.cold).toHaveLength(body === 'unfinished' || body === 'too-long' ? 1 : 7);
});
