import { createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openSender } from '../../src/http/sender.ts';
import type { Exchanged, HttpRequest } from '../../src/model/http.ts';
import { targetAt } from '../audit/literals.ts';

const get: HttpRequest = { method: 'GET', path: '/', headers: {}, body: null };

async function exchange(serve: (socket: Socket) => void, timeoutMs = 5_000): Promise<Exchanged> {
  const server = createServer((socket) => serve(socket.on('error', () => {})));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const target = targetAt('127.0.0.1', (server.address() as AddressInfo).port);
  const sender = openSender(target, { connection: 'kept-alive', timeoutMs });
  try {
    return (await sender.send(get)).exchanged;
  } finally {
    await sender.close();
    server.close();
  }
}

const raw = (text: string) => (socket: Socket) => void socket.once('data', () => socket.end(text));

test('headers arrive in lower case, repeated ones joined', async () => {
  const exchanged = await exchange(raw('HTTP/1.1 200 OK\r\nX-A: 1\r\nX-A: 2\r\nContent-Length: 2\r\n\r\nhi'));
  expect(exchanged).toEqual({
    answered: true,
    response: { status: 200, setCookies: [], headers: { 'x-a': '1, 2', 'content-length': '2' }, body: 'hi' },
  });
});

test('a response of many chunks is complete, though all chunks use one buffer', async () => {
  const body = Array.from({ length: 100_000 }, (_, index) => `${index}`).join(' ');
  const exchanged = await exchange(raw(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`));
  expect(exchanged).toMatchObject({ answered: true, response: { body } });
});

test('a body is parsed to its end and kept up to a limit', async () => {
  const bytes = 4 * 1_048_576;
  const exchanged = await exchange(raw(`HTTP/1.1 200 OK\r\nContent-Length: ${bytes}\r\n\r\n${'x'.repeat(bytes)}`));
  expect(exchanged.answered && exchanged.response.body.length).toBeLessThan(2 * 1_048_576);
});

test.each(['000', '99', '1000', '', 'abc', '-1', '101', '100', '103', '199'])(
  'status "%s" is not a response',
  async (status) =>
    expect(await exchange(raw(`HTTP/1.1 ${status} X\r\n\r\nhi`))).toMatchObject({ answered: false, code: 'not-http' }),
);

test.each([
  ['a status line without a status', raw('HTTP/1.1\r\n\r\n'), 'not-http'],
  ['a switch of protocols', raw('HTTP/1.1 101 X\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n'), 'not-http'],
  ['two lengths', raw('HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello'), 'not-http'],
  ['something else than HTTP', raw('220 mail.example ESMTP\r\n'), 'not-http'],
  ['half a response', raw('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhi'), 'reset'],
  ['nothing, and closes the connection', raw(''), 'reset'],
])('a server that sends %s', async (_what, serve, code) =>
  expect(await exchange(serve)).toMatchObject({ answered: false, code }),
);

test('an unknown three-digit status is a response', async () =>
  expect(await exchange(raw('HTTP/1.1 999 X\r\ncontent-length: 0\r\n\r\n'))).toMatchObject({
    answered: true,
    response: { status: 999 },
  }));

test('a request that cannot be sent is reported without its secret, and nothing is sent', async () => {
  let connections = 0;
  const server = createServer(() => (connections += 1));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const sender = openSender(targetAt('127.0.0.1', (server.address() as AddressInfo).port), {
    connection: 'kept-alive',
    timeoutMs: 5_000,
  });
  const sent = await sender.send({ ...get, headers: { authorization: 'Bearer hunter2\nX: y' } });
  await sender.close();
  server.close();
  const message = 'the authorization header would contain a character that no HTTP header can carry (U+000A)';
  expect(sent).toMatchObject({ sentUs: null, exchanged: { answered: false, code: 'unsendable', message } });
  expect(connections).toBe(0);
});

test('a server that accepts and sends nothing is a timeout', async () =>
  expect(await exchange(() => {}, 200)).toMatchObject({ answered: false, code: 'timed-out' }));

const BOUND_MS = 100;

test('a server that sends slowly without an end is a timeout', async () => {
  const dripping = (socket: Socket): void => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n');
    const drops = setInterval(() => socket.write('x'), BOUND_MS / 4);
    socket.once('close', () => clearInterval(drops));
  };
  const patience = sleep(15 * BOUND_MS, 'still waiting');
  expect(await Promise.race([exchange(dripping, BOUND_MS), patience])).toMatchObject({ code: 'timed-out' });
});
