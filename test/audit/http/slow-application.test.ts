import { describe, expect, test } from 'vitest';
import { slowApplication } from '../../../src/audit/http/slow-application.ts';
import type { AddressVisits, EvidenceValues, KeepAlive } from '../../../src/model/evidence.ts';
import type { ServerWaits } from '../../../src/model/waits.ts';
import type { Target } from '../../../src/model/target.ts';
import {
  addressesOf,
  at,
  baseline,
  loopback,
  refused,
  runserver,
  silent,
  taking,
  times,
  watched,
} from '../literals.ts';

type Uses = Partial<Pick<EvidenceValues, 'keep-alive' | 'loopback-baseline' | 'listeners' | 'waits'>>;

const check = (rows: readonly AddressVisits[], uses: Uses = {}, target: Partial<Target> = {}) =>
  slowApplication.check(
    { addresses: loopback(rows), 'loopback-baseline': baseline(), ...uses },
    { ...at(), target: { ...at().target, ...target } },
  );

test('802 of 803 ms is the application', () => {
  const opinion = check([taking('127.0.0.1', times(7, 802.4), times(7, 802.4))], { listeners: runserver });
  expect(opinion).toMatchObject({ outcome: 'fail', severity: 'medium', costMs: 802.3 });
  expect(opinion.summary).toBe('GET / takes 803 ms: 802 of 803 ms is the application; network and names cost 0.6 ms.');
});

const redis = { place: '127.0.0.1:6379', program: 'redis-server' };
const inside = (...shares: ServerWaits['shares']): ServerWaits => watched([800], shares);

test('where no part is most of the time inside the server, the finding says all parts', () => {
  const waits = inside(
    { kind: 'answer', ms: 440, peer: redis },
    { kind: 'cpu', ms: 320, peer: null },
    { kind: 'unexplained', ms: 40, peer: null },
  );
  expect(check([taking('127.0.0.1', times(7, 802.4))], { waits })).toMatchObject({
    facts: expect.arrayContaining([
      {
        kind: 'text',
        text: 'Inside the server: 55 % waiting for an answer of 127.0.0.1:6379 (redis-server), 40 % on the CPU.',
      },
    ]),
  });
});

test.each([
  [
    'most of it is unexplained',
    inside({ kind: 'cpu', ms: 200, peer: null }, { kind: 'unexplained', ms: 600, peer: null }),
  ],
  ['two parts are alike', inside({ kind: 'cpu', ms: 400, peer: null }, { kind: 'sleep', ms: 400, peer: null })],
  ['no part was seen', inside({ kind: 'unexplained', ms: 800, peer: null })],
])('where %s, the steps are the general ones', (_what, waits) =>
  expect(check([taking('127.0.0.1', times(7, 802.4))], { waits })).toMatchObject({
    advice: [{ do: expect.stringMatching(/^find what the handler/) }, {}],
  }),
);

test('seconds are shown as seconds, and are severe', () => {
  const opinion = check([taking('127.0.0.1', times(2, 3_000))], {}, { path: '/api?key=SECRET' });
  expect(opinion).toMatchObject({ outcome: 'fail', severity: 'high' });
  expect(opinion.summary).toMatch(/^GET \/api takes 3\.00 s: 3\.00 of 3\.00 s is the application/);
  expect(JSON.stringify(opinion)).not.toContain('SECRET');
});

test.each([
  ['at the limit', 100.1, 'pass'],
  ['just above it', 100.2, 'fail'],
])('a first byte %s, with a round trip of 0.1 ms', (_where, ms, outcome) =>
  expect(check([taking('127.0.0.1', times(7, ms))]).outcome).toBe(outcome),
);

test.each([
  ['one answer of each of two addresses shows it', [taking('::1', [6_000]), taking('127.0.0.1', [6_010])], 'fail'],
  ['one answer is not enough for a typical time', [taking('127.0.0.1', [3_000])], 'inconclusive'],
  ['two are', [taking('127.0.0.1', [3_000, 3_000])], 'fail'],
  ['no answer is another finding', [silent('127.0.0.1')], 'not-applicable'],
  ['a closed port is another finding', [refused('127.0.0.1')], 'not-applicable'],
])('%s', (_promise, rows, outcome) => expect(check(rows).outcome).toBe(outcome));

describe('slow sometimes is not slow typically', () => {
  test('a slow first answer passes, and is stated', () => {
    const opinion = check([taking('127.0.0.1', [2_000, ...times(6, 1)], times(7, 1))]);
    expect(opinion).toEqual({
      outcome: 'pass',
      summary: 'the typical first byte takes 1.0 ms; the slowest took 2.00 s',
    });
  });

  test('two times are another finding', () => {
    const opinion = check([taking('127.0.0.1', [...times(4, 500), ...times(3, 1)])]);
    expect(opinion).toEqual({
      outcome: 'not-applicable',
      summary: 'the answers have two times; see sporadic-stall',
    });
  });

  test('times that vary, and are all slow, are no typical time', () => {
    const opinion = check([taking('127.0.0.1', [...times(2, 150), ...times(5, 500)])]);
    expect(opinion.outcome).toBe('inconclusive');
    expect(opinion.summary).toBe('7 of 7 answers take 500 ms: no single time is typical');
  });

  test.each([
    ['a quarter of quick answers makes two times', [1, 1, ...times(6, 500)], 'not-applicable'],
    ['less than a quarter does not', [1, ...times(6, 500)].concat([500]), 'fail'],
    ['half of the typical time is not quick', [250, 250, ...times(6, 500)], 'fail'],
  ])('%s', (_promise, waits, outcome) => expect(check([taking('127.0.0.1', waits)]).outcome).toBe(outcome));
});

describe('the cause of another audit is not attributed to the application', () => {
  const stall = (ms: number): KeepAlive => ({
    fresh: times(10, 1).map((totalMs) => ({ firstByteMs: totalMs, totalMs })),
    reused: times(9, ms).map((totalMs) => ({ firstByteMs: totalMs, totalMs })),
    delayedAcks: null,
  });

  test.each([
    ['a stall of 200 ms on open connections', stall(200), 'pass'],
    ['open connections of 400 ms, which is no stall', stall(400), 'fail'],
    ['open connections of 200 ms without the evidence', undefined, 'fail'],
  ])('%s', (_what, keepAlive, outcome) => {
    const open = times(7, keepAlive?.reused[0]?.totalMs ?? 200);
    const row = taking('127.0.0.1', times(7, 1), open);
    expect(check([row], keepAlive === undefined ? {} : { 'keep-alive': keepAlive }).outcome).toBe(outcome);
  });

  test.each([
    ['a round trip of 150 ms explains it', 150, 200, 'inconclusive'],
    ['it does not explain two seconds', 150, 2_000, 'fail'],
    ['a lost SYN delays connects and no answers', 1_000, 1, 'pass'],
  ])('loopback itself is slow: %s', (_what, openMs, wait, outcome) => {
    const slow = baseline({ 4: [openMs, openMs], 6: [openMs, openMs] });
    const row = taking('127.0.0.1', times(7, wait), [], openMs);
    expect(check([row], { 'loopback-baseline': slow }).outcome).toBe(outcome);
  });

  test('a connect that is slow, a late refusal and a slow lookup are not part of its cost', () => {
    const rows = [refused('::1', 2_000), taking('127.0.0.1', times(7, 300), [], 900)];
    const addresses = loopback(rows, 500);
    const opinion = slowApplication.check({ addresses, 'loopback-baseline': baseline() }, at());
    expect(opinion).toMatchObject({ outcome: 'fail', costMs: 299.9 });
    expect(opinion.summary).toContain('300 ms of 3.70 s is the application; network and names cost 3.40 s');
    const innocent = loopback([refused('::1', 2_000), taking('127.0.0.1', times(7, 1), [], 900)], 500);
    expect(slowApplication.check({ addresses: innocent }, at()).outcome).toBe('pass');
  });

  test('beyond loopback the round trip is the fastest connect', () => {
    const far = (wait: number) => addressesOf({ 'api.test': [taking('10.0.0.1', times(7, wait), [], 150)] });
    expect(slowApplication.check({ addresses: far(160) }, at('api.test')).outcome).toBe('pass');
    expect(slowApplication.check({ addresses: far(400) }, at('api.test'))).toMatchObject({ costMs: 250 });
  });

  test('a TLS handshake may make new connections slow', () => {
    const row = taking('127.0.0.1', times(7, 300), times(7, 2));
    expect(check([row], {}, { scheme: 'https' }).outcome).toBe('inconclusive');
    expect(check([row], {}, { scheme: 'http' }).outcome).toBe('fail');
  });
});

test.each([
  [
    'on one address alone',
    [taking('::1', times(7, 400)), taking('127.0.0.1', times(7, 1))],
    /^GET \/ takes 401 ms on ::1: .* 127\.0\.0\.1 gives its first byte in 1\.0 ms\.$/,
  ],
  [
    'on new connections alone',
    [taking('127.0.0.1', times(7, 400), times(7, 1))],
    /^GET \/ takes 401 ms on each new connection: .* On an open connection the first byte takes 1\.0 ms\.$/,
  ],
  [
    'on open connections alone',
    [taking('127.0.0.1', times(7, 1), times(7, 400))],
    /^GET \/ takes 400 ms on a connection that is open already: .* On a new connection the first byte takes 1\.0 ms\.$/,
  ],
])('the summary names the place: %s', (_where, rows, summary) => expect(check(rows).summary).toMatch(summary));

test('another address than the requested one is not judged', () => {
  const addresses = addressesOf({
    '127.0.0.1': [taking('127.0.0.1', times(7, 1))],
    '::1': [taking('::1', times(7, 900))],
  });
  expect(slowApplication.check({ addresses }, at('127.0.0.1')).outcome).toBe('pass');
});
