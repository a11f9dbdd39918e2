import { expect, test } from 'vitest';
import { idleConnectionBlocksServer } from '../../../src/audit/http/idle-connection-blocks-server.ts';
import type { IdleTrial } from '../../../src/model/idle-connection.ts';
import type { OpenConnections } from '../../../src/model/open-connections.ts';
import { answering, at, loopback, silent } from '../literals.ts';
import { heldConnection, idleTrial, openConnections } from '../server-literals.ts';

const addresses = loopback([answering('127.0.0.1')]);

const inTrial = (over: Partial<IdleTrial>, aloneMs: readonly number[] = [1, 1, 1]) =>
  idleConnectionBlocksServer.check(
    { addresses, 'idle-connection': { aloneMs, trials: [idleTrial('silent', over)] } },
    at(),
  );

test.each<[string, Partial<IdleTrial>, string]>([
  ['is answered at once', { waitMs: 1.2 }, 'pass'],
  ['is answered when the silent connection is closed', { waitMs: null, afterReleaseMs: 3 }, 'fail'],
  ['is answered when the server gives the silent connection up', { waitMs: 1_010, closedMs: 1_005 }, 'fail'],
  ['is never answered', { waitMs: null, afterReleaseMs: null }, 'inconclusive'],
  ['is answered long after the silent connection ended', { waitMs: null, afterReleaseMs: 1_500 }, 'inconclusive'],
  ['is slow, while the silent connection stays open', { waitMs: 700 }, 'pass'],
  ['is slow, and answered before the server closes the silent connection', { waitMs: 700, closedMs: 750 }, 'pass'],
  ['is answered at once by a server that closes the silent connection for it', { waitMs: 6, closedMs: 5 }, 'pass'],
])('where a request beside a silent connection %s', (_what, over, outcome) =>
  expect(inTrial(over).outcome).toBe(outcome),
);

test('the price is the time for which the request waited', () =>
  expect(inTrial({ waitMs: null, heldMs: 2_501, afterReleaseMs: 3 })).toMatchObject({
    severity: 'high',
    costMs: 2_501,
    facts: [
      {
        rows: [
          ['none', '1.0 ms'],
          ['one that is silent', 'none within 2.50 s'],
        ],
      },
    ],
  }));

const whileSilent = (over: Partial<OpenConnections>) =>
  idleConnectionBlocksServer.check(
    {
      addresses: loopback([silent('127.0.0.1', { kind: 'hangs', waitedMs: 5_000 })]),
      'open-connections': openConnections(over),
    },
    at(),
  );

const blocker = heldConnection({ phase: 'silent', isRead: true });

test.each<[string, Partial<OpenConnections>, string]>([
  ['the server reads a silent connection of another client', { held: [blocker] }, 'fail'],
  ['connects time out and others wait', { own: 'not-accepted', queued: 6, held: [blocker] }, 'fail'],
  ['connects time out and none waits', { own: 'not-accepted', queued: 0, held: [blocker] }, 'not-applicable'],
  ['the server has read the request of whyslow', { own: 'read', held: [blocker] }, 'not-applicable'],
  ['no thread reads the silent connection', { held: [heldConnection({ phase: 'silent' })] }, 'not-applicable'],
  [
    'the server reads a connection with an open request',
    { held: [heldConnection({ isRead: true })] },
    'not-applicable',
  ],
  [
    'the calls of the server cannot be read',
    { seesCalls: false, held: [heldConnection({ phase: 'silent' })] },
    'inconclusive',
  ],
  ['no other connection is open', {}, 'not-applicable'],
])('without an answer, where %s', (_what, over, outcome) => expect(whileSilent(over).outcome).toBe(outcome));

test('the client that holds the silent connection is named', () =>
  expect(whileSilent({ held: [blocker] })).toMatchObject({
    costMs: 4_000,
    summary: expect.stringContaining('chrome (pid 77), which opened a connection 4.00 s ago and sent nothing'),
    advice: expect.arrayContaining([expect.objectContaining({ where: 'client' })]),
  }));

test('a diagnosis that opens no silent connection says how to ask for one', () =>
  expect(idleConnectionBlocksServer.check({ addresses }, at())).toMatchObject({
    outcome: 'not-applicable',
    summary: expect.stringContaining('--deep'),
  }));
