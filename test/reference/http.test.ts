import { once } from 'node:events';
import { IncomingMessage, request as httpRequest, ServerResponse } from 'node:http';
import { connect, Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ok, send } from '../../src/reference/http/reply.ts';
import { serveReference } from '../../src/reference/listen.ts';
import { ask, PASSWORD, post, serve, signIn, USER, type Served } from './client.ts';

let server: Served;
beforeAll(async () => {
  server = await serve();
});
afterAll(() => server.close());

const HAS_IPV6 = Object.values(networkInterfaces()).some((list) => list?.some(({ address }) => address === '::1'));

test.each([
  ['a success', '/healthz', 'application/json'],
  ['a refusal', '/api/me/', 'application/problem+json'],
  ['an unknown path', '/nowhere', 'application/problem+json'],
])('%s is JSON with no-store, nosniff and a request id', async (_case, path, contentType) => {
  const { headers } = await ask(server.url, path);
  expect(Object.fromEntries(headers)).toMatchObject({
    'content-type': contentType,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-request-id': expect.stringMatching(/^[\w.-]{1,64}$/),
    'content-length': expect.stringMatching(/^\d+$/),
    'keep-alive': 'timeout=65',
  });
});

test.each([
  ['a plain id is kept', 'whyslow-42.a', true],
  ['a long one is replaced', 'x'.repeat(65), false],
  ['one with spaces is replaced', 'a b', false],
])('%s', async (_case, given, kept) => {
  const { headers } = await ask(server.url, '/healthz', { headers: { 'X-Request-Id': given } });
  expect(headers.get('x-request-id') === given).toBe(kept);
});

test('headers and body are sent in one write', async () => {
  const wire = new Wire();
  const response = new ServerResponse(new IncomingMessage(wire));
  response.assignSocket(wire);
  send(response, ok({ some: 'body' }), {});
  await once(response, 'finish');
  expect(wire.written).toEqual([expect.stringMatching(/^HTTP\/1\.1 200 OK\r\n[^]+\r\n\r\n\{"some":"body"\}$/)]);
});

/** A socket without a connection that records each write, which would be one system call. */
class Wire extends Socket {
  readonly written: string[] = [];

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.written.push(String(chunk));
    done();
  }

  override _writev(chunks: { chunk: unknown }[], done: () => void): void {
    this.written.push(chunks.map(({ chunk }) => String(chunk)).join(''));
    done();
  }
}

const JSON_POST = 'POST /api/token/ HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n';

test.each([
  ['because of its Content-Length, before any of it is read', 'Content-Length: 65537\r\n\r\n'],
  [
    'as soon as it exceeds the limit, without a Content-Length',
    `Transfer-Encoding: chunked\r\n\r\n10001\r\n${'x'.repeat(65_537)}\r\n`,
  ],
])('a body above 64 kB is refused %s', async (_case, rest) => {
  const answer = await exchange(`${JSON_POST}${rest}`, '"}');
  expect(answer.startsWith('HTTP/1.1 413 ')).toBe(true);
});

test('HEAD answers like GET, without the body', async () => {
  const response = await fetch(new URL('/healthz', server.url), { method: 'HEAD' });
  expect([response.status, response.headers.get('content-length'), await response.text()]).toEqual([200, '15', '']);
});

test.each([
  ['bytes that are not HTTP', 'hello\r\n\r\n', 'HTTP/1.1 400 ', 'bad_request'],
  [
    'a header of 20 kB',
    `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
    'HTTP/1.1 431 ',
    'headers_too_large',
  ],
  [
    'two Authorization headers',
    'GET /api/me/ HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n',
    'HTTP/1.1 400 ',
    'invalid_request',
  ],
])('%s are refused in JSON', async (_case, request, line, code) => {
  const answer = await exchange(request, '"}');
  expect(answer.startsWith(line)).toBe(true);
  expect(answer).toContain(`"code":"${code}"`);
});

test('Server-Timing lists the parts of a successful request', async () => {
  const pattern = (...metrics: string[]): RegExp =>
    new RegExp(`^${metrics.map((m) => `${m};dur=\\d+\\.\\d{3}`).join(', ')}$`);
  const login = await post(server.url, '/api/token/', USER);
  expect(login.headers.get('server-timing')).toMatch(pattern('hash', 'db', 'queue', 'sign'));
  const refreshed = await post(server.url, '/api/token/refresh/', { refresh: login.body['refresh'] });
  expect(refreshed.headers.get('server-timing')).toMatch(pattern('db', 'queue', 'sign', 'verify'));
  const headers = { Authorization: `Bearer ${String(refreshed.body['access'])}` };
  expect((await ask(server.url, '/api/me/', { headers })).headers.get('server-timing')).toMatch(
    pattern('db', 'verify'),
  );
});

test('a failed login has no Server-Timing, and is the same for known and unknown users', async () => {
  const [known, unknown] = await Promise.all(
    ['user1', 'nobody'].map((username) => post(server.url, '/api/token/', { username, password: 'wrong' })),
  );
  expect(known?.headers.has('server-timing')).toBe(false);
  expect(known?.body).toEqual(unknown?.body);
  expect([...(known?.headers.keys() ?? [])]).toEqual([...(unknown?.headers.keys() ?? [])]);
});

test.skipIf(!HAS_IPV6)('both loopback addresses answer on one port', async () => {
  const { port } = new URL(server.url);
  for (const host of ['127.0.0.1', '[::1]', 'localhost']) {
    expect((await ask(`http://${host}:${port}/`, '/healthz')).status).toBe(200);
  }
});

test('a taken port is reported in one sentence with the next step', async () => {
  const port = Number(new URL(server.url).port);
  await expect(serveReference({ port, users: 1, password: PASSWORD })).rejects.toMatchObject({
    code: 'port-taken',
    message: expect.stringContaining('Choose another port'),
  });
});

test('closing answers a request in flight and does not wait for idle connections', async () => {
  const busy = await serve();
  await signIn(busy.url);
  const body = JSON.stringify(USER);
  const request = httpRequest(new URL('/api/token/', busy.url), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Content-Length': body.length, Expect: '100-continue' },
  });
  request.flushHeaders();
  // The server has received the headers, so the request is in flight. Its body is sent after closing has begun.
  await once(request, 'continue');
  const startedMs = performance.now();
  const closed = busy.close();
  request.end(body);
  const [response] = await once(request, 'response');
  response.resume();
  await closed;
  expect(response.statusCode).toBe(200);
  // Idle connections that are not closed end after 65 s, or when the server closes all of them after 5 s.
  expect(performance.now() - startedMs).toBeLessThan(4500);
});

/** Sends raw bytes and collects the response until it contains the expected text. */
function exchange(request: string, until: string): Promise<string> {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.write(request));
    socket.setEncoding('utf8').on('data', (piece: string) => {
      answer += piece;
      if (!answer.includes(until)) return;
      socket.destroy();
      resolve(answer);
    });
    socket.once('error', reject);
  });
}
