import { expect, test } from 'vitest';
import { acceptThenReset } from '../../../src/audit/network/accept-then-reset.ts';
import type { Addresses } from '../../../src/model/evidence.ts';
import { answering, at, listeners, listening, loopback, refused, runserver, silent } from '../literals.ts';
import { openConnections } from '../server-literals.ts';

const check = (addresses: Addresses) => acceptThenReset.check({ addresses }, at());
const good = answering('127.0.0.1');

test.each([
  ['one accepts and is silent, the other answers', loopback([silent('::1'), good]), 'fail'],
  ['both answer', loopback([answering('::1'), good]), 'pass'],
  ['one refuses, the other answers', loopback([refused('::1'), good]), 'pass'],
  ['both are silent', loopback([silent('::1'), silent('127.0.0.1')]), 'not-applicable'],
  ['no address accepts', loopback([refused('::1'), refused('127.0.0.1')]), 'not-applicable'],
])('where %s', (_what, addresses, outcome) => expect(check(addresses).outcome).toBe(outcome));

test('an address that answers a second request is not silent', () =>
  expect(
    acceptThenReset.check(
      { addresses: loopback([silent('::1'), good]), 'open-connections': openConnections({ own: 'answered' }) },
      at(),
    ).outcome,
  ).toBe('inconclusive'));

test.each([
  ['before the one that answers, every client fails', [silent('::1'), good], 'high'],
  ['behind it, some fail', [good, silent('::1')], 'medium'],
])('%s', (_promise, rows, severity) => expect(check(loopback(rows))).toMatchObject({ severity, costMs: null }));

test('the finding shows the result of the silent address, and which family to publish', () =>
  expect(
    acceptThenReset.check(
      { addresses: loopback([silent('::1', { kind: 'resets' }), good]), listeners: runserver },
      at(),
    ),
  ).toMatchObject({
    facts: [
      { text: '::1: port 8000 accepts the connection, and resets it before a response' },
      { text: expect.stringContaining('pid 4242') },
    ],
    advice: [
      { command: 'http://127.0.0.1:8000' },
      { do: expect.stringContaining('publish a container port'), command: null },
      { where: 'server' },
    ],
  }));

test.each([
  ['127.0.0.1', '::1', "docker run -p '[::1]:8000:8000' …"],
  ['::1', '127.0.0.1', 'docker run -p 127.0.0.1:8000:8000 …'],
])('a container that is silent on %s is published on %s', (silentAddress, working, command) =>
  expect(
    acceptThenReset.check(
      {
        addresses: loopback([silent(silentAddress), answering(working)]),
        listeners: listeners(listening(silentAddress, 7, 'docker-proxy')),
      },
      at(),
    ),
  ).toMatchObject({ advice: [{ where: 'client' }, { command }, {}] }),
);
