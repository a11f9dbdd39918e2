import { expect, test } from 'vitest';
import { keepAliveHoldsWorker } from '../../../src/audit/http/keep-alive-holds-worker.ts';
import type { IdleTrial } from '../../../src/model/idle-connection.ts';
import { answering, at, loopback, silent } from '../literals.ts';
import { heldConnection, idleTrial, openConnections } from '../server-literals.ts';

const addresses = loopback([answering('127.0.0.1')]);

const inTrials = (...trials: readonly IdleTrial[]) =>
  keepAliveHoldsWorker.check({ addresses, 'idle-connection': { aloneMs: [1, 1, 1], trials } }, at());

test.each<[string, readonly IdleTrial[], string]>([
  ['is answered at once', [idleTrial('used', { waitMs: 1 })], 'pass'],
  ['is answered when the used connection is closed', [idleTrial('used', { waitMs: null, afterReleaseMs: 3 })], 'fail'],
  ['is answered at the end of the keep-alive time', [idleTrial('used', { waitMs: 2_003, closedMs: 2_001 })], 'fail'],
  ['is never answered', [idleTrial('used', { waitMs: null, afterReleaseMs: null })], 'inconclusive'],
  ['cannot be sent beside a used connection, which the server closes', [idleTrial('silent', {})], 'not-applicable'],
])('where a request %s', (_what, trials, outcome) => expect(inTrials(...trials).outcome).toBe(outcome));

test('the price is the keep-alive time of the server, where the request waited for it', () =>
  expect(inTrials(idleTrial('used', { waitMs: 2_003, closedMs: 2_001 }))).toMatchObject({
    costMs: 2_003,
    summary: expect.stringContaining('after 2.00 s, when the server closed that connection'),
  }));

test.each([
  ['reads a connection that had its answer', heldConnection({ phase: 'idle', isRead: true }), 'fail'],
  ['has such a connection open and reads another', heldConnection({ phase: 'idle' }), 'not-applicable'],
  ['reads a connection on which nothing was sent', heldConnection({ phase: 'silent', isRead: true }), 'not-applicable'],
])('without an answer, where the server %s', (_what, held, outcome) =>
  expect(
    keepAliveHoldsWorker.check(
      {
        addresses: loopback([silent('127.0.0.1', { kind: 'hangs', waitedMs: 5_000 })]),
        'open-connections': openConnections({ held: [held] }),
      },
      at(),
    ).outcome,
  ).toBe(outcome),
);
