import { expect, test } from 'vitest';
import { gatherAddresses, namesFor } from '../../../src/gather/network/addresses.ts';
import { gatherListeners } from '../../../src/gather/server/listeners/index.ts';
import type { Addresses } from '../../../src/model/evidence.ts';
import { targetAt } from '../../audit/literals.ts';
import { freePort } from '../../serve/port.ts';
import { contextFor, inOneWrite, serveBytes, serveHttp } from '../real-servers.ts';

test.each([
  ['localhost', ['localhost', '127.0.0.1', '::1']],
  ['127.0.0.1', ['127.0.0.1', 'localhost', '::1']],
  ['::1', ['::1', 'localhost', '127.0.0.1']],
  ['127.0.0.2', ['127.0.0.2', 'localhost', '127.0.0.1', '::1']],
  ['app.localhost', ['app.localhost', 'localhost', '127.0.0.1', '::1']],
  ['app.test', ['app.test']],
  ['10.0.0.1', ['10.0.0.1']],
])('beside %s these are looked at: %j', (host, names) => expect(namesFor({ host })).toEqual(names));

const visitsOf = ({ visits }: Addresses, name: string) => visits.find((visit) => visit.name === name);

test('a server that answers is visited seven times cold and seven times warm, and its name is recorded', async () => {
  const port = await serveBytes(inOneWrite);
  const seen = await gatherAddresses(contextFor(port));
  const four = visitsOf(seen, '127.0.0.1');
  expect(four).toMatchObject({ answer: { status: 200, server: 'one-write' }, silence: null });
  expect([four?.cold.length, four?.warm.length]).toEqual([7, 7]);
  expect(four?.cold.every(({ connect, totalMs }) => connect === 'accepted' && totalMs !== null)).toBe(true);
  expect(visitsOf(seen, '::1')?.cold.map(({ connect }) => connect)).toEqual(Array.from({ length: 7 }, () => 'refused'));
});

test('localhost has the same measurements as its address', async () => {
  const seen = await gatherAddresses(contextFor(await serveBytes(inOneWrite)));
  const behind = seen.visits.find(({ name, address }) => name === 'localhost' && address === '127.0.0.1');
  expect(behind?.cold).toEqual(visitsOf(seen, '127.0.0.1')?.cold);
});

test('a server that closes after each answer is visited warm once at most', async () => {
  const port = await serveHttp((_request, response) => response.setHeader('connection', 'close').end('bye'));
  const four = visitsOf(await gatherAddresses(contextFor(port)), '127.0.0.1');
  expect([four?.cold.length, four?.warm.length]).toEqual([7, 0]);
});

test.each([
  ['is not HTTP', (port: number) => contextFor(port), 'not-http', '220 mail.example ESMTP\r\n'],
  ['is nothing, and then the end', (port: number) => contextFor(port), 'closes', ''],
] as const)('one that accepts and whose answer %s', async (_what, contextOf, code, words) => {
  const port = await serveBytes((socket) => void socket.once('data', () => socket.end(words)));
  const four = visitsOf(await gatherAddresses(contextOf(port)), '127.0.0.1');
  expect(four).toMatchObject({ answer: null, silence: { kind: code } });
  expect(four?.cold).toEqual([expect.objectContaining({ connect: 'accepted', totalMs: null })]);
});

test('a server that accepts and is silent is visited once, not seven times', async () => {
  const port = await serveBytes(() => {});
  const four = visitsOf(await gatherAddresses(contextFor(port, { timeoutMs: 100 })), '127.0.0.1');
  expect(four?.silence).toEqual({ kind: 'hangs', waitedMs: 100 });
  expect(four?.cold).toHaveLength(1);
});

test('every address refuses without a listener', async () => {
  const { visits } = await gatherAddresses(contextFor(await freePort()));
  expect(new Set(visits.flatMap(({ cold }) => cold.map(({ connect }) => connect)))).toEqual(new Set(['refused']));
});

test('a name that does not resolve has no visits', async () => {
  const seen = await gatherAddresses({ ...contextFor(80), target: targetAt('no-such-host.invalid', 80) });
  expect(seen.visits).toEqual([]);
  expect(seen.resolutions).toMatchObject([{ name: 'no-such-host.invalid', answer: { ok: false } }]);
});

test.runIf(process.platform === 'linux')('the listener on a port of this test is this process', async () => {
  const port = await serveBytes(() => {});
  expect(await gatherListeners(port)).toMatchObject({
    ok: true,
    value: {
      listeners: [{ address: '127.0.0.1', family: 4, port, pid: process.pid, command: expect.stringMatching(/\w/) }],
      otherPorts: [],
    },
  });
  expect(await gatherListeners(await freePort())).toMatchObject({
    ok: true,
    value: { listeners: [], otherPorts: expect.arrayContaining([{ port, program: expect.stringMatching(/\w/) }]) },
  });
});
