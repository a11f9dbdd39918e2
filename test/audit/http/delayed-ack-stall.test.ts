import { expect, test } from 'vitest';
import { delayedAckStall } from '../../../src/audit/http/delayed-ack-stall.ts';
import type { ResponseFacts } from '../../../src/model/response-facts.ts';
import type { SuiteResult } from '../../../src/model/suite.ts';
import type { KeepAlive, Listeners } from '../../../src/model/evidence.ts';
import { latency, passOf } from '../../judge/literals.ts';
import type { RawExchanges } from '../../../src/model/raw-exchanges.ts';
import { answering, at, loopback, runserver } from '../literals.ts';

const responseFacts: ResponseFacts = {
  httpVersion: '1.1',
  keptAlive: true,
  mediaType: null,
  contentLength: 2,
  contentEncoding: null,
  setsCookie: false,
  retryAfter: null,
  bodyBytes: 2,
  lastByteMs: 900,
  bursts: 1,
};

const visits = (...totalsMs: readonly number[]) => totalsMs.map((totalMs) => ({ firstByteMs: 1, totalMs }));
const times = (n: number, totalMs: number) => visits(...Array.from({ length: n }, () => totalMs));

const check = (
  seen: Partial<KeepAlive>,
  listeners?: Listeners,
  header: string | null = null,
  trials?: readonly SuiteResult[],
) =>
  delayedAckStall.check(
    {
      'keep-alive': { fresh: times(10, 1), reused: times(9, 44), delayedAcks: null, ...seen },
      addresses: loopback([answering('127.0.0.1', 0.2, header)]),
      ...(listeners === undefined ? {} : { listeners }),
      ...(trials === undefined ? {} : { 'load-trials': { trials } }),
    },
    at(),
  );

test('a plateau of 43 ms is the stall, and its cost', () =>
  expect(check({})).toMatchObject({ outcome: 'fail', severity: 'medium', costMs: 43 }));

test.each([
  ['just below the shortest stall', 34.9, 'pass'],
  ['at the shortest', 35, 'fail'],
  ['at the longest', 260, 'fail'],
  ['just above the longest', 260.1, 'pass'],
  ['none at all', 0, 'pass'],
])('kept connections that are slower by %s', (_what, byMs, outcome) =>
  expect(check({ fresh: times(10, 0), reused: times(9, byMs) }).outcome).toBe(outcome),
);

test('a server that is as slow on new connections has no stall', () =>
  expect(check({ fresh: times(10, 44) }).outcome).toBe('pass'));

// The quartiles of nine answers are the third and the seventh; the median stays 100 ms.
test.each([
  ['as far apart as a stall may be', [60, 60, 80, 100, 100, 100, 115, 130, 130], 'fail'],
  ['a little further', [60, 60, 79, 100, 100, 100, 115, 130, 130], 'pass'],
])('answers %s', (_what, totalsMs, outcome) =>
  expect(check({ fresh: times(10, 1), reused: visits(...totalsMs) }).outcome).toBe(outcome),
);

test.each([
  ['four kept answers are too few', { reused: times(4, 44) }, 'inconclusive'],
  ['five are enough', { reused: times(5, 44) }, 'fail'],
  ['four new connections are too few', { fresh: times(4, 1) }, 'inconclusive'],
  ['five are enough of those too', { fresh: times(5, 1) }, 'fail'],
  ['a server that closes each connection cannot stall', { reused: [] }, 'not-applicable'],
])('%s', (_promise, seen, outcome) => expect(check(seen).outcome).toBe(outcome));

test.each([
  ['is shown where it was read', 9, 3],
  ['is left out where the system has none', null, 2],
])("the kernel's counter %s", (_what, delayedAcks, facts) => {
  const opinion = check({ delayedAcks });
  expect(opinion.outcome === 'fail' && opinion.facts.length).toBe(facts);
});

test.each([
  ['by its process', runserver, null, 'disable_nagle_algorithm = True'],
  ['by its header', undefined, 'WSGIServer/0.2 CPython/3.11.2', 'disable_nagle_algorithm = True'],
])('a server that is known %s gets its own line', (_how, seen, header, line) =>
  expect(check({}, seen, header)).toMatchObject({
    advice: [{ command: expect.stringContaining(line), where: 'server', savesMs: 43 }, {}],
  }),
);

test.each([
  ['an unknown server', null],
  ['a known one without a line for it', 'uvicorn'],
])('%s gets the general advice', (_what, header) =>
  expect(check({}, undefined, header)).toMatchObject({
    advice: [{ do: expect.stringContaining('TCP_NODELAY'), command: null }],
  }),
);

const afresh = passOf({ suite: 'api', connection: 'new-per-request', n: 60, serviceMs: latency({ mean: 8.94 }) });

test.each([
  ['each suite that was measured on new connections', [passOf(), afresh], [{ suite: 'api', n: 60, meanMs: 8.94 }]],
  ['no trial of another server', [{ ...afresh, arm: 'reference' as const }], undefined],
  ['no trial without a right answer', [{ ...afresh, n: 0, serviceMs: null }], undefined],
  ['nothing where there was no load', undefined, undefined],
])('the load shows what the mean is without the stall: %s', (_what, trials, expected) => {
  const opinion = check({}, undefined, null, trials);
  const unaffected = opinion.outcome === 'fail' ? opinion.unaffected : [];
  expect(unaffected).toEqual(expected?.map((each) => ({ connection: 'new-per-request', ...each })));
});

const ended = (firstByteMs: number, ...totalsMs: readonly number[]) =>
  totalsMs.map((totalMs) => ({ firstByteMs, totalMs }));

// A body of several writes stalls at some of the answers, between the first byte and the last.
test.each([
  ['a third of the ends wait', ended(1, 1, 1, 43, 1, 44, 1, 1, 42, 1), 'fail'],
  ['two of nine are chance', ended(1, 1, 1, 43, 1, 44, 1, 1, 1, 1), 'pass'],
  ['three of ten are less than a third', ended(1, 1, 1, 43, 1, 44, 1, 1, 42, 1, 1), 'pass'],
  ['the first bytes wait, as on a busy machine', ended(42, 1, 1, 43, 1, 44, 1, 1, 42, 1), 'pass'],
  ['the waits differ', ended(1, 1, 1, 43, 1, 90, 1, 1, 200, 1), 'pass'],
])('where %s', (_what, reused, outcome) =>
  expect(check({ fresh: ended(1, ...Array(10).fill(1)), reused }).outcome).toBe(outcome),
);

test('the count of stalled answers is said where not all are', () =>
  expect(
    check({ fresh: ended(1, ...Array(10).fill(1)), reused: ended(1, 1, 1, 43, 1, 44, 1, 1, 43, 1) }),
  ).toMatchObject({
    costMs: 42,
    summary: expect.stringMatching(/^3 of 9 answers on a kept-alive connection wait 42 ms/),
  }));

test.each([
  ['one new connection of ten waits too', 1, 'fail'],
  ['two of ten do', 2, 'pass'],
])('%s', (_what, n, outcome) => expect(check({ fresh: [...times(10 - n, 1), ...times(n, 44)] }).outcome).toBe(outcome));

test.each([
  ['as many', 9, 'fail'],
  ['fewer', 8, 'pass'],
])('the kernel delayed %s ACKs', (_what, delayedAcks, outcome) => expect(check({ delayedAcks }).outcome).toBe(outcome));

const post: RawExchanges = {
  method: 'POST',
  bodyBytes: 8,
  fresh: ended(1, 1, 1),
  reused: ended(1, 44, 43, 45),
  delayedAcks: 3,
  expect: null,
};

const ofLoad = (raw: RawExchanges, reused = times(9, 1)) =>
  delayedAckStall.check(
    {
      'keep-alive': { fresh: times(10, 1), reused, delayedAcks: null },
      addresses: loopback([answering('127.0.0.1')]),
      'raw-exchanges': raw,
    },
    at(),
  );

test.each([
  ['all of the user’s own requests wait at their end', post, 'fail'],
  ['one of three waits longer, as on a busy machine', { ...post, reused: ended(1, 44, 43, 90) }, 'fail'],
  ['two of three do', { ...post, reused: ended(1, 44, 43, 1) }, 'pass'],
  ['the new connections wait too', { ...post, fresh: ended(1, 44, 44) }, 'pass'],
  ['their first bytes wait, so that it is the server', { ...post, reused: ended(43, 44, 43, 45) }, 'pass'],
  ['only one connection answered', { ...post, reused: [] }, 'pass'],
])('where %s', (_what, raw, outcome) => expect(ofLoad(raw).outcome).toBe(outcome));

test('the finding names the method, and GET where that waits too', () => {
  expect(ofLoad(post).summary).toMatch(/^Every answer to a POST on a kept-alive connection waits 43 ms/);
  expect(ofLoad(post, times(9, 44)).summary).toMatch(/^Every answer on a kept-alive/);
});

test('answers that are too slow for a second one on a kept connection leave it open', () => {
  const row = { ...answering('127.0.0.1'), response: { ...responseFacts, keptAlive: true } };
  const slow = { fresh: times(3, 900), reused: [], delayedAcks: null };
  const opinion = delayedAckStall.check({ 'keep-alive': slow, addresses: loopback([row]) }, at());
  expect(opinion).toMatchObject({ outcome: 'inconclusive', summary: expect.stringMatching(/^0 answers/) });
});
