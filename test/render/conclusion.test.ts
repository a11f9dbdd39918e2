import { describe, expect, test } from 'vitest';
import type { AddressAnswers, AddressRow, Run } from '../../src/model/run.ts';
import { conclusionOf, markOf } from '../../src/render/conclusion.ts';
import { formats } from '../../src/render/index.ts';
import { passOf } from '../judge/literals.ts';
import { healthyRun, storyRun, waitsRun } from './runs.ts';

const rowOf = (address: string, over: Partial<AddressAnswers> = {}, row: Partial<AddressRow> = {}): AddressRow => ({
  name: 'localhost',
  address,
  family: address.includes(':') ? 6 : 4,
  order: 0,
  resolveMs: 0.3,
  connect: 'accepted',
  connectMs: { p50: 0.2, p95: 0.3 },
  firstByteMs: { p50: 0.9, p95: 1 },
  totalMs: { p50: 1.3, p95: 1.5 },
  warmMs: null,
  answers: {
    statuses: { 200: 14 },
    location: null,
    firstMs: 1,
    slowestMs: 2,
    wholeMs: { p50: 0.92, p95: 1 },
    unanswered: 0,
    body: 'whole',
    ...over,
  },
  ...row,
});

const silent = { connect: 'refused', firstByteMs: null, totalMs: null } as const;
const nothing = { body: null, statuses: {}, firstMs: null, slowestMs: null, wholeMs: null } as const;
const slow = (ms: number): readonly [Partial<AddressAnswers>, Partial<AddressRow>] => [
  { wholeMs: { p50: ms, p95: ms }, firstMs: ms, slowestMs: ms },
  { firstByteMs: { p50: ms, p95: ms }, totalMs: { p50: ms, p95: ms } },
];

const runOf = (rows: readonly AddressRow[], over: Partial<Run> = {}): Run => ({
  ...healthyRun,
  addresses: rows,
  ...over,
});
const V4 = '127.0.0.1';

test.each<readonly [string, readonly AddressRow[], string, string]>([
  ['200 at once', [rowOf(V4)], 'fine', '127.0.0.1 answers 200 in 0.92 ms'],
  ['204 at once', [rowOf(V4, { statuses: { 204: 14 } })], 'fine', '127.0.0.1 answers 204 in 0.92 ms'],
  ['an answer at the limit', [rowOf(V4, { slowestMs: 100 })], 'fine', '127.0.0.1 answers 200 in 0.92 ms'],
  [
    'an answer just above it',
    [rowOf(V4, { slowestMs: 100.1 })],
    'doubtful',
    '127.0.0.1 answers 200 in 0.92 ms (the slowest answer took 100 ms)',
  ],
  [
    'a slow first answer',
    [rowOf(V4, { firstMs: 2_000, slowestMs: 2_000 })],
    'doubtful',
    '127.0.0.1 answers 200 in 0.92 ms (the first answer took 2.00 s)',
  ],
  [
    'a slow first answer and a slower one',
    [rowOf(V4, { firstMs: 2_000, slowestMs: 3_000 })],
    'doubtful',
    '127.0.0.1 answers 200 in 0.92 ms (the first answer took 2.00 s, the slowest 3.00 s)',
  ],
  [
    'slow answers',
    [rowOf(V4, ...slow(802))],
    'doubtful',
    '127.0.0.1 answers 200 in 802 ms (connect 0.20 ms, wait 802 ms, receive 0.00 ms)',
  ],
  [
    'a slow body',
    [rowOf(V4, { wholeMs: { p50: 3_000, p95: 3_000 } })],
    'doubtful',
    '127.0.0.1 answers 200 in 3.00 s (connect 0.20 ms, wait 0.70 ms, receive 3.00 s)',
  ],
  [
    'one address slow of two',
    [rowOf(V4), rowOf('::1', ...slow(802))],
    'doubtful',
    '127.0.0.1 answers 200 in 0.92 ms; ::1 answers 200 in 802 ms (connect 0.20 ms, wait 802 ms, receive 0.00 ms)',
  ],
  ['404', [rowOf(V4, { statuses: { 404: 14 } })], 'plain', '127.0.0.1 answers 404 in 0.92 ms'],
  [
    'a redirect',
    [rowOf(V4, { statuses: { 302: 14 }, location: '/login' })],
    'plain',
    '127.0.0.1 answers 302 to /login in 0.92 ms',
  ],
  [
    'a status that HTTP does not have',
    [rowOf(V4, { statuses: { 99: 14 } })],
    'doubtful',
    '127.0.0.1 answers 99, not a valid HTTP status, in 0.92 ms',
  ],
  [
    'errors among right answers',
    [rowOf(V4, { statuses: { 200: 9, 500: 5 } })],
    'doubtful',
    '127.0.0.1 answers 200 (9 times) and 500 (5 times) in 0.92 ms',
  ],
  [
    'a visit without an answer',
    [rowOf(V4, { unanswered: 1 })],
    'doubtful',
    '127.0.0.1 answers 200 in 0.92 ms; one visit got no answer',
  ],
  [
    'an address that is closed beside one that answers',
    [rowOf('::1', nothing, silent), rowOf(V4)],
    'fine',
    '::1 refuses; 127.0.0.1 answers 200 in 0.92 ms',
  ],
  [
    'a mute address beside one that answers',
    [rowOf('::1', { ...nothing, unanswered: 1 }, { ...silent, connect: 'accepted' }), rowOf(V4)],
    'doubtful',
    '::1 accepts and gives no answer; 127.0.0.1 answers 200 in 0.92 ms',
  ],
  [
    'a body without an end',
    [rowOf(V4, { wholeMs: null, body: 'unfinished' }, { totalMs: null })],
    'doubtful',
    '127.0.0.1 answers 200 in 0.90 ms with its first byte; the body did not end before --timeout',
  ],
  [
    'a body that was not read to its end',
    [rowOf(V4, { wholeMs: null, body: 'too-long' }, { totalMs: null })],
    'plain',
    '127.0.0.1 answers 200 in 0.90 ms with its first byte; the body was read up to 32 MiB',
  ],
  ['a run that kept no status', [rowOf(V4, nothing)], 'plain', '127.0.0.1 answers in 0.90 ms'],
  [
    'other names than the one asked for',
    [rowOf(V4), rowOf('::1', ...slow(802)), rowOf('::1', {}, { name: '::1' })].slice(0, 1),
    'fine',
    '127.0.0.1 answers 200 in 0.92 ms',
  ],
])('%s', (_what, rows, tone, measured) => {
  const conclusion = conclusionOf(runOf(rows));
  expect([conclusion.tone, conclusion.measured]).toEqual([tone, measured]);
  expect(markOf(conclusion).unicode === '✔').toBe(tone === 'fine');
});

test('rows of other names than the requested one are not judged', () => {
  const conclusion = conclusionOf(runOf([rowOf(V4), rowOf('::1', { statuses: { 500: 14 } }, { name: '::1' })]));
  expect(conclusion).toMatchObject({ tone: 'fine', head: 'No problem found on localhost:8000' });
});

describe('no problem beside right answers is left out', () => {
  const judged = {
    target: 'api mean < 100ms',
    suite: 'api',
    threshold: { condition: 'mean < 100ms', statistic: 'mean' as const, operator: '<' as const, limit: 100 },
    actualMs: 1,
    intervalMs: null,
    because: 'mean 1.0 ms',
    ground: null,
  };
  const passed: Partial<Run> = {
    command: 'load',
    verdicts: [{ ...judged, verdict: 'pass' }],
    verdict: 'pass',
    exit: { code: 0, reason: 'pass' },
  };

  test.each<readonly [string, Partial<Run>, string, RegExp]>([
    [
      'wrong answers under load',
      { ...passed, suites: [passOf({ n: 999, errors: 3 })] },
      'doubtful',
      /3 of 1.002 answers of refresh were wrong/,
    ],
    ['no wrong answers', { ...passed, suites: [passOf()] }, 'fine', /pass; no problem found/],
    [
      'wrong answers of the reference server',
      { ...passed, suites: [passOf({ arm: 'reference', errors: 3 })] },
      'fine',
      /pass; no problem/,
    ],
    [
      'an undecided threshold',
      { ...passed, verdict: 'inconclusive' },
      'doubtful',
      /^inconclusive; no cause of slowness found/,
    ],
    ['a finding', { findings: storyRun.findings }, 'doubtful', /^found: late-refused-first-address/],
    [
      'checks that could not be decided',
      { command: 'verify', checks: [{ id: 'x', title: 'x', standard: 'x', outcome: 'inconclusive', summary: 'x' }] },
      'doubtful',
      /1 of 1 could not be decided/,
    ],
  ])('%s', (_what, over, tone, pattern) => {
    const conclusion = conclusionOf(runOf([rowOf(V4)], over));
    expect(conclusion.tone).toBe(tone);
    expect(`${conclusion.head} ${conclusion.measured}`).toMatch(pattern);
  });
});

const readable = formats.filter(({ name }) => !['json', 'sarif', 'junit'].includes(name));

test.each(formats)('$name states the status and the times of a slow server, and no ✔', async ({ load }) => {
  const { render } = await load();
  const drawn = render(runOf([rowOf(V4, { statuses: { 418: 14 }, ...slow(802)[0] }, slow(802)[1])], { clients: [] }), {
    width: 80,
    colour: false,
    unicode: true,
  });
  const page = drawn.replaceAll(/<script>[\s\S]*<\/script>|<style>[\s\S]*<\/style>/g, '');
  expect(page).toContain('418');
  expect(page).toMatch(/802/);
  expect(page).not.toMatch(/nothing (that )?slows/i);
});

test.each(readable)('$name shows no ✔ and no "pass" for a slow server', async ({ load }) => {
  const { render } = await load();
  const drawn = render(runOf([rowOf(V4, ...slow(802))], { clients: [] }), { width: 80, colour: false, unicode: true });
  const page = drawn.replaceAll(/<script>[\s\S]*<\/script>|<style>[\s\S]*<\/style>/g, '');
  expect(page).not.toMatch(/✔|✅|\bpass\b/);
});

test('a slow answer is told with what the server did meanwhile, and a quick one without it', () => {
  const measured = (run: Run): string => conclusionOf({ ...run, command: 'diagnose' }).measured;
  const { evidence } = waitsRun;
  expect(measured(runOf([rowOf(V4, ...slow(802))], { evidence }))).toContain(
    'inside the server: 97 % connecting to [::1]:6379, 2 % waiting for an answer of 127.0.0.1:5432 (postgres)',
  );
  expect(measured(runOf([rowOf(V4)], { evidence }))).not.toContain('inside the server');
});
