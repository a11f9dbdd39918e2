import { expect, test } from 'vitest';
import { downstreamConnectEachRequest } from '../../../src/audit/server/downstream-connect-each-request.ts';
import type { PeerTraffic, ServerWaits } from '../../../src/model/waits.ts';
import { answeringAfter, at, baseline, listeners, listening, loopback, runserver, watched } from '../literals.ts';

const unknownServer = listeners(listening('127.0.0.1'));

const check = (waits: ServerWaits, server = unknownServer) =>
  downstreamConnectEachRequest.check(
    { addresses: loopback([answeringAfter(200)]), 'loopback-baseline': baseline(), listeners: server, waits },
    at(),
  );

const mysql = { place: '127.0.0.1:3306', program: 'mysqld' };

const greetedLate: PeerTraffic = { peer: mysql, opened: 2, questions: 6, silentMs: 300, unansweredMs: 300 };

/** Two requests that wait so long each for MySQL. */
const asking = (requestMs: number, answerMs: number, traffic: PeerTraffic = greetedLate): ServerWaits =>
  watched([requestMs, requestMs], [{ kind: 'answer', ms: 2 * answerMs, peer: mysql }], {
    traffic: [{ ...traffic, silentMs: 2 * answerMs }],
  });

test('the other server and the price are named, and the first step keeps connections open', () =>
  expect(check(asking(200, 160))).toMatchObject({
    outcome: 'fail',
    severity: 'medium',
    costMs: 160,
    summary: 'For 160 ms of the 200 ms of a request the server waits for 1 new connection to 127.0.0.1:3306 (mysqld).',
    facts: expect.arrayContaining([
      { kind: 'text', text: 'Inside the server: 80 % waiting for an answer of 127.0.0.1:3306 (mysqld).' },
      { kind: 'text', text: 'Each request sends 127.0.0.1:3306 (mysqld) some 3 questions, on 1 new connection.' },
    ]),
    advice: [
      { do: expect.stringMatching(/^keep connections open between requests/), where: 'server', savesMs: 160 },
      { do: expect.stringMatching(/^find why 127\.0\.0\.1:3306 \(mysqld\) greets late/), where: 'machine' },
    ],
  }));

test('the first step of a recognised server is its own line', () =>
  expect(check(asking(200, 160), runserver)).toMatchObject({
    advice: [
      { command: expect.stringContaining('CONN_MAX_AGE'), where: 'server', savesMs: 160 },
      { do: expect.stringMatching(/^keep connections open between requests/) },
      {},
    ],
  }));

test('many connections of one request are counted', () =>
  expect(check(asking(200, 160, { ...greetedLate, opened: 10, questions: 20 }))).toMatchObject({
    summary: 'For 160 ms of the 200 ms of a request the server waits for 5 new connections to 127.0.0.1:3306 (mysqld).',
    facts: expect.arrayContaining([
      { kind: 'text', text: 'Each request sends 127.0.0.1:3306 (mysqld) some 10 questions, on 5 new connections.' },
    ]),
  }));

test('questions that were not counted are not mentioned', () => {
  const opinion = check(asking(200, 160, { ...greetedLate, questions: 0 }));
  expect(opinion.outcome).toBe('fail');
  expect(JSON.stringify(opinion)).not.toContain('Each request sends');
});

test.each([
  ['499 ms', asking(600, 499), 'medium'],
  ['500 ms', asking(600, 500), 'high'],
])('a connection of %s: %s', (_what, waits, severity) =>
  expect(check(waits)).toMatchObject({ outcome: 'fail', severity }),
);

test.each([
  ['less than 60 %', asking(200, 119), 'no such wait is most of the time of a request'],
  [
    'a connection that stays open',
    asking(200, 160, { ...greetedLate, opened: 0 }),
    'most of the time of a request is something else; see downstream-slow-answer',
  ],
])('%s passes', (_what, waits, summary) => expect(check(waits)).toEqual({ outcome: 'pass', summary }));
