import { expect, test } from 'vitest';
import { muteAfterAccept } from '../../../src/audit/network/mute-after-accept.ts';
import type { Addresses } from '../../../src/model/evidence.ts';
import type { OpenConnections } from '../../../src/model/open-connections.ts';
import { answering, at, closed, listeners, listening, loopback, refused, silent } from '../literals.ts';
import { openConnections } from '../server-literals.ts';

const mute = (address: string, waitedMs = 5_000) => silent(address, { kind: 'hangs', waitedMs });

const check = (addresses: Addresses, open?: OpenConnections) =>
  muteAfterAccept.check({ addresses, ...(open === undefined ? {} : { 'open-connections': open }) }, at());

const alone = loopback([mute('127.0.0.1')]);
const beside = loopback([mute('::1'), answering('127.0.0.1')]);

test.each<[string, Addresses, OpenConnections | undefined, string]>([
  ['one address is mute and the other answers', beside, undefined, 'fail'],
  [
    'the other address answers not much sooner',
    loopback([mute('::1', 20), answering('127.0.0.1')]),
    undefined,
    'inconclusive',
  ],
  ['all are mute and nothing more is known', alone, undefined, 'inconclusive'],
  ['the server read the request', alone, openConnections({ own: 'read' }), 'inconclusive'],
  ['the server does not take the connection', alone, openConnections({ own: 'queued' }), 'fail'],
  ['the server does not read the request', alone, openConnections({ own: 'unread' }), 'fail'],
  ['a second request was answered', beside, openConnections({ own: 'answered' }), 'inconclusive'],
  ['the tables of the system are not read', alone, openConnections({ own: 'unknown' }), 'inconclusive'],
  ['both answer', loopback([answering('::1'), answering('127.0.0.1')]), undefined, 'pass'],
  ['one resets', loopback([silent('::1'), answering('127.0.0.1')]), undefined, 'pass'],
  ['no address accepts', loopback([refused('127.0.0.1')]), undefined, 'not-applicable'],
])('where %s', (_what, addresses, open, outcome) => expect(check(addresses, open).outcome).toBe(outcome));

test.each([
  ['T', 'is stopped by a signal', 'kill -CONT 42'],
  ['t', 'a debugger stopped its process', null],
])('a process in state %s is named, with the way to continue it', (state, text, command) =>
  expect(check(alone, openConnections({ processes: [{ pid: 42, program: 'node', state }] }))).toMatchObject({
    outcome: 'fail',
    costMs: 5_000,
    summary: expect.stringContaining(text),
    advice: [{ where: 'server', command }],
  }),
);

test.each([
  ['stopped', 'T', 'fail'],
  ['running', 'S', 'not-applicable'],
])('connects that time out at a process that is %s', (_what, state, outcome) =>
  expect(
    check(
      loopback([closed('127.0.0.1', 'timed-out', 5_000)]),
      openConnections({ own: 'not-accepted', queued: 6, processes: [{ pid: 42, program: 'node', state }] }),
    ).outcome,
  ).toBe(outcome),
);

test('with another address that answers, the client may use it, and a container is published there', () =>
  expect(
    muteAfterAccept.check({ addresses: beside, listeners: listeners(listening('::1', 7, 'docker-proxy')) }, at()),
  ).toMatchObject({
    severity: 'high',
    advice: [{ command: 'http://127.0.0.1:8000' }, { command: expect.stringContaining('docker run') }, {}],
  }));
