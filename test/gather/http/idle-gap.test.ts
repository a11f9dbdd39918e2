import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { gatherIdleGap } from '../../../src/gather/http/idle-gap.ts';
import { oneConnectionAtATime, Turns } from '../../../src/lab/servers/turns.ts';
import { addressesOf, answering } from '../../audit/literals.ts';
import { contextFor, listeningOnLoopback, serveBytes, serveHttp } from '../real-servers.ts';

const reached = addressesOf({ '127.0.0.1': [answering('127.0.0.1')] });
const ANSWER = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

const gapsAt = async (port: number, ...gapsMs: readonly number[]) => {
  const found = await gatherIdleGap(contextFor(port), reached, gapsMs);
  return found?.ok === true ? found.value.gaps : found;
};

test('a server that keeps connections open answers after each gap', async () => {
  const port = await serveHttp((_request, response) => response.end('hello'));
  expect(await gapsAt(port, 0, 100)).toMatchObject([
    { gapMs: 0, again: 'answered', closed: null },
    { gapMs: 100, again: 'answered', closed: null },
  ]);
});

test('the time of an early close is seen, though the server announces a longer one, and no request is sent', async () => {
  const port = await serveHttp(({ socket }, response) => {
    response.setHeader('keep-alive', 'timeout=60').end('hello');
    response.once('finish', () => socket.setTimeout(100, () => socket.end()));
  });
  const gaps = await gapsAt(port, 5_000);
  expect(gaps).toMatchObject([{ again: 'not-sent', againMs: null, closed: { how: 'ended' } }]);
});

test('a connection is not closed by whyslow before the time that the server announces', async () => {
  const port = await serveHttp((_request, response) => response.setHeader('keep-alive', 'timeout=1').end('hello'));
  expect(await gapsAt(port, 100)).toMatchObject([{ again: 'answered' }]);
});

test('a second request that the server resets is lost', async () => {
  const port = await serveBytes((socket) => {
    socket.once('data', () => {
      socket.write(ANSWER);
      socket.once('data', () => socket.resetAndDestroy());
    });
  });
  expect(await gapsAt(port, 50)).toMatchObject([{ again: 'lost', againMs: null, closed: null }]);
});

test('a server that closes after each answer has no gaps', async () => {
  const port = await serveHttp((_request, response) => response.setHeader('connection', 'close').end('hello'));
  expect(await gapsAt(port, 0, 50)).toEqual([]);
});

test('a server that serves one connection at a time is not kept waiting', async () => {
  const server = createServer((_request, response) => response.end('hello'));
  const port = await listeningOnLoopback(oneConnectionAtATime(server, new Turns()));
  expect(await gapsAt(port, 0, 50)).toMatchObject({ ok: false, code: 'no-answer' });
});

test('an abort ends it', async () => {
  const port = await serveHttp((_request, response) => response.end('hello'));
  const context = contextFor(port, { signal: AbortSignal.timeout(100) });
  expect(await gatherIdleGap(context, reached, [60_000])).toBeNull();
});
