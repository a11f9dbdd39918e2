import { expect, test } from 'vitest';
import { lockBoundRequest } from '../../../src/audit/server/lock-bound-request.ts';
import type { Peer, ServerWaits, WaitShare } from '../../../src/model/waits.ts';
import { answeringAfter, at, baseline, loopback, runserver, watched } from '../literals.ts';

const check = (waits: ServerWaits) =>
  lockBoundRequest.check(
    { addresses: loopback([answeringAfter(800)]), 'loopback-baseline': baseline(), listeners: runserver, waits },
    at(),
  );

const lock = (ms: number, peer: Peer | null = null): WaitShare => ({ kind: 'lock', ms, peer });
const database: Peer = { place: '/srv/app/db.sqlite3', program: 'sqlite3, process 99' };

test('the file, the holder and the price are named, and the first step ends the holder', () =>
  expect(check(watched([800, 800], [lock(1_500, database)]))).toMatchObject({
    outcome: 'fail',
    severity: 'high',
    costMs: 750,
    summary:
      'For 750 ms of the 800 ms of a request the server waits for the lock on /srv/app/db.sqlite3 (sqlite3, process 99).',
    facts: expect.arrayContaining([
      {
        kind: 'text',
        text: 'Inside the server: 94 % waiting for a lock on /srv/app/db.sqlite3 (sqlite3, process 99).',
      },
    ]),
    advice: [
      {
        do: expect.stringContaining('holds the lock on /srv/app/db.sqlite3 (sqlite3, process 99)'),
        where: 'machine',
        savesMs: 750,
      },
      { do: expect.stringContaining('journal_mode=WAL'), where: 'server', savesMs: null },
    ],
  }));

test('a lock of another thread has no file, and the first step is a dump of the stacks', () =>
  expect(check(watched([800, 800], [lock(1_500)]))).toMatchObject({
    outcome: 'fail',
    costMs: 750,
    summary: expect.stringMatching(
      /^For 750 ms of the 800 ms of a request the server waits for a lock: one that another of its threads holds/,
    ),
    advice: [
      { do: expect.stringMatching(/^find which thread holds the lock/), where: 'server', savesMs: null },
      { do: 'hold the lock only while the shared data changes', where: 'server', savesMs: null },
    ],
  }));

test.each([
  ['499 ms', watched([600, 600], [lock(998)]), 'medium'],
  ['500 ms', watched([600, 600], [lock(1_000)]), 'high'],
])('a lock of %s: %s', (_what, waits, severity) => expect(check(waits)).toMatchObject({ outcome: 'fail', severity }));

test.each([
  ['less than 60 %', watched([200], [lock(119)]), 'no such wait is most of the time of a request'],
  [
    'a sleep',
    watched([200], [lock(60), { kind: 'sleep', ms: 140, peer: null }]),
    'most of the time of a request is something else; see sleeping-request',
  ],
])('%s passes', (_what, waits, summary) => expect(check(waits)).toEqual({ outcome: 'pass', summary }));
