import { createServer as createSecureServer } from 'node:https';
import { expect, test } from 'vitest';
import { delayedAckStall } from '../../../src/audit/http/delayed-ack-stall.ts';
import { gatherRawExchanges } from '../../../src/gather/http/raw-exchanges.ts';
import type { HttpRequest } from '../../../src/model/http.ts';
import { addressesOf, answering, at, targetAt } from '../../audit/literals.ts';
import { selfSigned } from '../../serve/certificate.ts';
import { contextFor, inTwoWrites, listeningOnLoopback, serveBytes, serveHttp } from '../real-servers.ts';

const reached = addressesOf({ '127.0.0.1': [answering('127.0.0.1')] });
const request: HttpRequest = { method: 'POST', path: '/notes', headers: {}, body: 'name=ada' };

async function gathered(port: number) {
  const outcome = await gatherRawExchanges(contextFor(port), reached, () => request);
  if (!outcome.ok) throw new Error(outcome.message);
  return outcome.value;
}

test('six requests are sent: four on one connection, one on a new one, one with Expect', async () => {
  const seen: (string | undefined)[] = [];
  const ports = new Set<number | undefined>();
  const server = await serveHttp((got, response) => {
    ports.add(got.socket.remotePort);
    seen.push(`${got.method} ${got.url} ${got.headers.expect ?? 'plain'}`);
    got.resume().on('end', () => response.end('ok'));
  });
  const { method, bodyBytes, fresh, reused, expect: asked } = await gathered(server);
  expect(seen).toEqual([...Array(5).fill('POST /notes plain'), 'POST /notes 100-continue']);
  expect(ports.size).toBe(3);
  expect([method, bodyBytes, fresh.length, reused.length]).toEqual(['POST', 8, 2, 3]);
  expect(asked).toMatchObject({ said: 'continue', status: 200 });
});

test.runIf(process.platform === 'linux')('answers in two writes stall on the kept connection alone', async () => {
  const seen = await gathered(await serveBytes(inTwoWrites, false));
  const gets = { fresh: [], reused: [{ firstByteMs: 1, totalMs: 1 }], delayedAcks: null };
  const opinion = delayedAckStall.check({ 'keep-alive': gets, addresses: reached, 'raw-exchanges': seen }, at());
  expect(opinion).toMatchObject({ outcome: 'fail', summary: expect.stringContaining('POST') });
});

test('a server that waits for the body in silence says nothing for a second', async () => {
  const server = await serveBytes((socket) => {
    let text = '';
    socket.on('data', (bytes) => {
      text += bytes.toString();
      if (!text.endsWith('name=ada')) return;
      text = '';
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    });
  });
  const { expect: asked } = await gathered(server);
  expect(asked).toMatchObject({ said: 'nothing', status: 200 });
  expect(asked?.totalMs).toBeGreaterThan(990);
});

test.each([
  ['a final answer to the head is no wait', 'HTTP/1.1 413 No\r\nContent-Length: 0\r\n\r\n', 'final', 413],
  [
    'an early hint is neither',
    'HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n',
    'continue',
    200,
  ],
  ['bytes that are no HTTP end the exchange', '220 ESMTP\r\n', 'final', null],
])('%s', async (_promise, answer, said, status) => {
  const plain = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
  const port = await serveBytes((socket) => {
    socket.on('data', (bytes) => socket.write(bytes.includes('expect: 100-continue') ? answer : plain));
  });
  const { expect: asked } = await gathered(port);
  expect([asked?.said, asked?.status]).toEqual([said, status]);
});

test('a server that closes each connection has no further answers', async () => {
  const answer = 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok';
  const seen = await gathered(await serveBytes((socket) => void socket.on('data', () => socket.end(answer))));
  expect([seen.fresh.length, seen.reused.length]).toEqual([2, 0]);
});

test('an answer without an end is no evidence', async () => {
  const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no';
  const port = await serveBytes((socket) => void socket.on('data', () => socket.end(answer)));
  const outcome = await gatherRawExchanges(contextFor(port), reached, () => request);
  expect(outcome).toMatchObject({ ok: false, code: 'no-whole-answer' });
});

test('a server behind TLS is asked in the same way', async () => {
  const server = createSecureServer(
    selfSigned(),
    (got, response) => void got.resume().on('end', () => response.end('ok')),
  );
  const port = await listeningOnLoopback(server);
  const context = contextFor(port, { target: { ...targetAt('127.0.0.1', port), scheme: 'https' } });
  const outcome = await gatherRawExchanges(context, reached, () => request);
  expect(outcome).toMatchObject({ ok: true, value: { expect: { said: 'continue', status: 200 } } });
});
