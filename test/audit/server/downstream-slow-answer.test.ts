import { expect, test } from 'vitest';
import { downstreamSlowAnswer } from '../../../src/audit/server/downstream-slow-answer.ts';
import type { PeerTraffic, ServerWaits } from '../../../src/model/waits.ts';
import { answeringAfter, at, baseline, listeners, listening, loopback, watched } from '../literals.ts';

const server = listeners(listening('127.0.0.1'));

const check = (waits: ServerWaits) =>
  downstreamSlowAnswer.check(
    { addresses: loopback([answeringAfter(200)]), 'loopback-baseline': baseline(), listeners: server, waits },
    at(),
  );

const redis = { place: '127.0.0.1:6379', program: 'redis-server' };

/** Two requests that wait so long each for Redis, with so many questions and new connections together. */
const asking = (
  requestMs: number,
  answerMs: number,
  traffic?: Pick<PeerTraffic, 'opened' | 'questions'>,
): ServerWaits =>
  watched([requestMs, requestMs], [{ kind: 'answer', ms: 2 * answerMs, peer: redis }], {
    traffic: traffic === undefined ? [] : [{ peer: redis, ...traffic, silentMs: 0, unansweredMs: 0 }],
  });

test('the other server and the price are named, and the first step finds the slow question', () =>
  expect(check(asking(200, 160, { opened: 0, questions: 2 }))).toMatchObject({
    outcome: 'fail',
    severity: 'medium',
    costMs: 160,
    summary: 'For 160 ms of the 200 ms of a request the server waits for answers of 127.0.0.1:6379 (redis-server).',
    facts: expect.arrayContaining([
      {
        kind: 'text',
        text: 'Each request sends 127.0.0.1:6379 (redis-server) some 1 question, on connections that stay open.',
      },
    ]),
    advice: [
      {
        do: expect.stringMatching(/^find the question that 127\.0\.0\.1:6379 \(redis-server\) answers late/),
        where: 'server',
        savesMs: null,
      },
      { do: expect.stringMatching(/^keep its answer in a cache/), where: 'server' },
    ],
  }));

test.each([
  ['9 questions for each request', 18, /answers of 127\.0\.0\.1:6379 \(redis-server\)\.$/, /^find the question/, null],
  [
    '10 questions for each request',
    20,
    /, in some 10 questions one after the other\.$/,
    /^ask .* once for all rows/,
    160,
  ],
] as const)('the summary and the first step fit to %s', (_what, questions, summary, first, savesMs) => {
  const opinion = check(asking(200, 160, { opened: 0, questions }));
  expect(opinion).toMatchObject({ outcome: 'fail', summary: expect.stringMatching(summary) });
  expect(opinion).toHaveProperty('advice.0', expect.objectContaining({ do: expect.stringMatching(first), savesMs }));
});

test('a question of every third request counts as one', () => {
  const traffic = [{ peer: redis, opened: 0, questions: 1, silentMs: 0, unansweredMs: 0 }];
  expect(check(watched([200, 200, 200], [{ kind: 'answer', ms: 480, peer: redis }], { traffic }))).toMatchObject({
    facts: expect.arrayContaining([{ kind: 'text', text: expect.stringContaining('some 1 question, on connections') }]),
  });
});

const decides = 'if the second answer on it is quick, the connection was slow and not the question';

test.each([
  ['new connections', { opened: 2, questions: 2 }, true],
  ['connections that stay open', { opened: 0, questions: 2 }, false],
  ['connections that were not seen', undefined, false],
])('with %s, the step that tells a slow connection from a slow answer is given: %s %s', (_what, traffic, isGiven) => {
  const opinion = check(asking(200, 160, traffic));
  expect(opinion.outcome).toBe('fail');
  expect(JSON.stringify(opinion).includes(decides)).toBe(isGiven);
});

test.each([
  ['499 ms', asking(600, 499), 'medium'],
  ['500 ms', asking(600, 500), 'high'],
])('answers of %s: %s', (_what, waits, severity) => expect(check(waits)).toMatchObject({ outcome: 'fail', severity }));

test.each([
  ['less than 60 %', asking(200, 119), 'no such wait is most of the time of a request'],
  ['a quick request', asking(100, 100), 'no such wait is most of the time of a request'],
  [
    'a new connection for each question',
    asking(200, 160, { opened: 6, questions: 6 }),
    'most of the time of a request is something else; see downstream-connect-each-request',
  ],
])('%s passes', (_what, waits, summary) => expect(check(waits)).toEqual({ outcome: 'pass', summary }));
