import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import type { GatherContext } from '../../src/gather/context.ts';
import { parseTarget } from '../../src/gather/target.ts';
import { waitForAnswer } from '../../src/gather/wait.ts';
import { freePort } from '../serve/port.ts';

const contextFor = (url: string, signal = new AbortController().signal): GatherContext => ({
  target: parseTarget(url),
  signal,
  watch: () => {},
  timeoutMs: 5_000,
});

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve) => void server.listen(port, '127.0.0.1', resolve));

/** A server that opens its port only after a while. */
async function serveLater(afterMs: number, answer: RequestListener): Promise<{ url: string; close(): void }> {
  const port = await freePort();
  const server = createServer(answer);
  const timer = setTimeout(() => void listen(server, port), afterMs);
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      clearTimeout(timer);
      server.closeAllConnections();
      server.close();
    },
  };
}

test.each([200, 301, 401, 404, 500])(
  'a server that comes after a while and answers %d is waited for',
  async (status) => {
    const server = await serveLater(400, (_request, response) => response.writeHead(status).end());
    expect(await waitForAnswer(contextFor(server.url), 10_000)).toBe(null);
    server.close();
  },
);

test('a proxy with status 502 to 504 is polled until its server answers', async () => {
  let asked = 0;
  const server = await serveLater(0, (_request, response) => response.writeHead((asked += 1) < 3 ? 503 : 200).end());
  expect(await waitForAnswer(contextFor(server.url), 10_000)).toBe(null);
  expect(asked).toBe(3);
  server.close();
});

test('a server that starts on one family only is found by its name', async () => {
  const server = await serveLater(200, (_request, response) => response.end());
  expect(await waitForAnswer(contextFor(server.url.replace('127.0.0.1', 'localhost')), 10_000)).toBe(null);
  server.close();
});

test('the result names the last failures: refused, silent, 502, and no such name', async () => {
  const dead = `http://127.0.0.1:${await freePort()}`;
  expect(await waitForAnswer(contextFor(dead), 600)).toMatch(
    /did not answer within 0\.6 s \(--wait\): 127\.0\.0\.1 refused\. /,
  );

  const mute = createTcpServer(() => {});
  await new Promise<void>((resolve) => void mute.listen(0, '127.0.0.1', resolve));
  const { port } = mute.address() as AddressInfo;
  expect(await waitForAnswer(contextFor(`http://127.0.0.1:${port}`), 600)).toContain('sent nothing within');
  mute.close();

  const proxy = await serveLater(0, (_request, response) => response.writeHead(502).end());
  expect(await waitForAnswer(contextFor(proxy.url), 600)).toContain('answered 502');
  proxy.close();

  expect(await waitForAnswer(contextFor('http://no-such-host.invalid'), 300)).toContain(
    'no-such-host.invalid does not resolve',
  );
});

test('an interruption ends the wait at once, also while a server is silent', async () => {
  const mute = createTcpServer(() => {});
  await new Promise<void>((resolve) => void mute.listen(0, '127.0.0.1', resolve));
  const { port } = mute.address() as AddressInfo;
  const controller = new AbortController();
  const waiting = waitForAnswer(contextFor(`http://127.0.0.1:${port}`, controller.signal), 60_000);
  setTimeout(() => controller.abort(), 200);
  expect(await waiting).toBe(null);
  mute.close();
});
