import { expect, test } from 'vitest';
import type { RunOptions } from '../../../src/pipelines/request/contract.ts';
import { requestFor } from '../../../src/pipelines/request/index.ts';

const url = 'http://localhost:8000';
const account = { user: 'user1', password: 'secret-password' };

test('a URL alone is a diagnosis without load and sign-in', () => {
  expect(requestFor({ url })).toMatchObject({
    command: 'diagnose',
    target: { host: 'localhost', port: 8_000 },
    signIn: null,
    load: null,
    thresholds: [],
    policy: { failOn: null, onInconclusive: 'warn' },
    allowRemote: null,
    timeoutMs: 5_000,
    waitMs: null,
    reproduce: 'whyslow diagnose http://localhost:8000/',
  });
});

test.each<[string, Partial<RunOptions>, number | null]>([
  ['all checks', {}, null],
  ['an empty choice', { only: [] }, null],
  ['chosen checks', { only: ['rotation'] }, 3_000],
  ['chosen checks and a time', { only: ['rotation'], longestGraceMs: 20_000 }, 20_000],
  ['no reuse at all', { longestGraceMs: 0 }, 0],
])('how long the end of a reuse is looked for, with %s: %j', (_what, options, longestMs) =>
  expect(requestFor({ url, ...account, ...options }).longestGraceMs).toBe(longestMs),
);

test('with an account everything runs, with the defaults of the command line', () => {
  const { command, signIn, load, thresholds } = requestFor({ url, ...account });
  expect([command, signIn?.credentials.username]).toEqual(['run', 'user1']);
  expect(load).toMatchObject({ connections: 10, amount: { by: 'requests', requests: 300 }, model: { kind: 'closed' } });
  expect(thresholds.map(({ text }) => text)).toEqual(['refresh mean < 30ms', 'api mean < 100ms', 'login mean < 500ms']);
});

test.each<[string, Partial<RunOptions>, object]>([
  ['a duration', { durationMs: 5_000 }, { amount: { by: 'duration', ms: 5_000 } }],
  ['until sure', { untilSure: true }, { amount: { by: 'certainty', maxTimeMs: 60_000, requests: 300 } }],
  ['a rate', { rate: 50 }, { model: { kind: 'open', perSecond: 50, arrivals: 'constant', seed: 1 } }],
  [
    'switched-off and missing options',
    { untilSure: false, durationMs: 5_000, rate: undefined },
    { model: { kind: 'closed' } },
  ],
  ['thresholds as text', { targets: ['api p95 < 9ms'] }, { limits: [{ suite: 'api', statistic: 'p95', limitMs: 9 }] }],
])('%s', (_what, options, load) => expect(requestFor({ url, ...account, ...options }).load).toMatchObject(load));

test('suites that are not run have no default threshold, and given thresholds are kept', () => {
  const texts = (options: Partial<RunOptions>): readonly string[] =>
    requestFor({ url, ...account, ...options }).thresholds.map(({ text }) => text);
  expect(texts({ suites: ['api'] })).toEqual(['api mean < 100ms']);
  expect(texts({ suites: ['api'], targets: ['refresh p95 < 30ms'] })).toEqual(['refresh p95 < 30ms']);
});

test.each<[string, Partial<RunOptions>, string]>([
  ['rate and findCapacity', { rate: 1, findCapacity: true }, '--rate and --find-capacity'],
  ['untilSure and a duration', { untilSure: true, durationMs: 1 }, '--until-sure and --duration'],
  ['requests and a duration', { requests: 1, durationMs: 1 }, '--requests and --duration'],
  ['arrivals without a rate', { arrivals: 'poisson' }, 'add --rate'],
])('%s contradict each other', (_what, options, words) =>
  expect(() => requestFor({ url, ...account, ...options })).toThrow(words),
);

test.each<[string, Partial<RunOptions>, string]>([
  ['more processes than connections', { processes: 11 }, 'add --connections 11, or use --processes 10'],
  ['more processes than these connections', { processes: 4, connections: 2 }, 'use --processes 2'],
  ['an HdrHistogram log', { processes: 2, hlog: 'a.hlog' }, '--hlog works in one process only'],
  ['samples', { processes: 2, samples: 'a.ndjson' }, '--samples works in one process only'],
  ['certainty at a rate', { processes: 2, untilSure: true, rate: 9 }, '--until-sure with --rate works in one process'],
  ['no process', { processes: 0 }, 'at least 1'],
])('several processes and %s are refused, with the next step', (_what, options, words) =>
  expect(() => requestFor({ url, ...account, ...options })).toThrow(words),
);

test.each<[string, Partial<RunOptions>, number]>([
  ['one by default', {}, 1],
  ['one with any option', { processes: 1, hlog: 'a.hlog', samples: 'a.ndjson' }, 1],
  ['several with certainty, which one connection judges', { processes: 2, untilSure: true }, 2],
  ['several in a search for the capacity', { processes: 10, findCapacity: true }, 10],
])('processes: %s', (_what, options, processes) =>
  expect(requestFor({ url, ...account, ...options }).load).toMatchObject({ processes }),
);

test('the password is only in the credentials', () => {
  const { signIn: _signIn, load, ...rest } = requestFor({ url, ...account });
  expect(JSON.stringify([rest, { ...load, users: null }])).not.toContain(account.password);
});
