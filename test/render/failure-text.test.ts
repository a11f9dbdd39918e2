import { expect, test } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import type { Stretch, SuiteResult } from '../../src/model/suite.ts';
import { suiteResult } from '../../src/model/schema/suite.ts';
import { failureText, stallText } from '../../src/render/failure-text.ts';
import { formats } from '../../src/render/index.ts';
import { plots } from '../../src/render/plots/index.ts';
import { terminal } from '../../src/render/terminal/index.ts';
import { frozenRun } from '../golden/frozen-run.ts';
import { latency, passOf } from '../judge/literals.ts';

const at = (s: number): string => `${s} s`;

const stretch = (fromS: number, over: Partial<Stretch> = {}): Stretch => ({
  fromS,
  lengthS: 1,
  n: 0,
  errors: 0,
  meanMs: 0,
  p50Ms: 0,
  p95Ms: 0,
  p99Ms: 0,
  maxMs: 0,
  failed: null,
  ...over,
});

/** Six requests in a row that time out after ten seconds, with six right answers between them. */
const minute = Array.from({ length: 60 }, (_, second) =>
  second % 10 === 9
    ? stretch(second, {
        n: 1,
        p50Ms: 0.09,
        meanMs: 0.09,
        maxMs: 0.09,
        errors: 1,
        failed: { waitedMs: 10_000, longestMs: 10_000 },
      })
    : stretch(second),
);
const hanging = passOf({
  n: 6,
  errors: 6,
  reasons: { 'timed-out': 6 },
  statuses: { 200: 6 },
  timeline: minute,
  tookMs: 60_000,
  serviceMs: latency({ p50: 0.09, max: 0.09 }),
});

test('six time-outs are a stall with their time', () => {
  expect(failureText(hanging)).toBe('6 requests timed out after 10 s each; 60 of 60 s were spent waiting for them');
  expect(stallText(hanging, 0.09, at)).toBe('6 stalls, the longest 10 s, 1 failed at 0 s');
});

const waits = (waitedMs: number, longestMs: number, errors: number): readonly Stretch[] => [
  stretch(0, { errors, failed: { waitedMs, longestMs } }),
];

test.each([
  ['nothing failed', { errors: 0 }, null],
  [
    'one of many users waits',
    {
      errors: 1,
      n: 99,
      connections: 10,
      tookMs: 20_000,
      reasons: { 'timed-out': 1 },
      timeline: waits(10_000, 10_000, 1),
    },
    '1 request timed out after 10 s; 10 of 200 s of 10 connections were spent waiting for it',
  ],
  [
    'reasons differ',
    {
      errors: 3,
      n: 97,
      tookMs: 4_000,
      reasons: { reset: 1, 'status 500': 2 },
      timeline: waits(900, 500, 3),
    },
    '3 of 100 requests failed (2 × status 500, 1 × reset), after 300 ms on average and 500 ms at most; 0.9 of 4 s were spent waiting for them',
  ],
  [
    'they failed at once',
    { errors: 50, n: 50, tookMs: 10_000, reasons: { 'status 500': 50 }, timeline: waits(20, 0.4, 50) },
    '50 of 100 requests failed (50 × status 500) after 0.40 ms each',
  ],
  [
    'a plan was kept',
    { errors: 2, n: 98, model: 'open', tookMs: 9_000, reasons: { 'timed-out': 2 }, timeline: waits(20_000, 10_000, 2) },
    '2 requests timed out after 10 s each; 20 s in all were spent waiting for them',
  ],
  [
    'the run was saved before their time was kept',
    { errors: 6, n: 94, reasons: { 'timed-out': 6 }, timeline: [stretch(0, { errors: 6 })] },
    '6 requests timed out',
  ],
] as const satisfies readonly (readonly [string, Partial<SuiteResult>, string | null])[])(
  'the failure text where %s',
  (_where, over, expected) => expect(failureText(passOf(over))).toBe(expected),
);

test('no stall is reported where the time of failed requests is not known', () => {
  const old = passOf({ errors: 6, timeline: [stretch(0, { n: 94, errors: 6, maxMs: 1 })] });
  expect(stallText(old, 1, at)).toBe('no stall among the right answers');
  expect(stallText(passOf({ timeline: [stretch(0, { n: 9 })] }), 1, at)).toBe('no stall');
});

const answered = Array.from({ length: 3 }, (_, second) => stretch(second, { n: 9, maxMs: 1 }));
const silent = Array.from({ length: 5 }, (_, second) => stretch(3 + second));

test.each([
  [
    'was cut short while it waited',
    { ended: { kind: 'interrupted', done: 27, of: null } },
    'no answer in its last 5 s',
  ],
  ['ended as planned', {}, 'no stall'],
  [
    'waited because a 429 asked it to',
    { ended: { kind: 'interrupted', done: 27, of: null }, throttled: 1 },
    'no stall',
  ],
  ['has a low open rate', { ended: { kind: 'interrupted', done: 27, of: null }, model: 'open' }, 'no stall'],
] as const)('silence at the end of a trial that %s is reported accordingly', (_what, over, text) =>
  expect(stallText(passOf({ timeline: [...answered, ...silent], ...over }), 1, at)).toBe(text),
);

test('an older saved run has no time for its failed requests', () => {
  const { failed: _failed, ...older } = stretch(0, { errors: 1 });
  expect(suiteResult.parse({ ...hanging, timeline: [older] }).timeline[0]?.failed).toBeNull();
});

const hangingRun: Run = { ...frozenRun, suites: [hanging] };
const look = { width: 80, colour: false, unicode: true };
const expected = '6 requests timed out after 10 s each; 60 of 60 s were spent waiting for them';
const plain = (page: string): string => page.replaceAll(/\s+/g, ' ');

test('every page with numbers shows the time of time-outs, and none reports "no stall"', async () => {
  const pages = await Promise.all(
    formats
      .filter(({ name }) => ['markdown', 'html'].includes(name))
      .map(async ({ load }) => (await load()).render(hangingRun, look)),
  );
  for (const page of [...pages, terminal.render(hangingRun, look)]) {
    expect(plain(page)).toContain(expected);
    expect(page).not.toContain('no stall');
  }
});

test('the sparkline of a trial marks each time in which requests failed', () => {
  const page = terminal.render(hangingRun, { ...look, width: 120 });
  expect(page).toContain('over time, × failed');
  expect(page).toMatch(/×{30,}/);
});

const timelineOf = (trial: SuiteResult): string =>
  plots({ ...frozenRun, suites: [trial] }).find(({ name }) => name === 'report-timeline')?.svg ?? '';

test('the timeline marks failed requests with their time, and its legend and description name them', () => {
  const svg = timelineOf(hanging);
  expect(svg.replaceAll(/<\/text><text[^>]*>/g, ' ')).toContain('✖ and hatching: failed requests, and their time');
  expect(svg).toMatch(/<desc[^>]*>[^<]*median 0\.09 ms of 6 right answers over 60 s, 6 stalls, the longest 10 s/);
  expect(svg).toContain(expected);
  // All sixty seconds went into time-outs: the hatching reaches from edge to edge.
  const [, span = ''] = /viewBox="0 0 ([\d.]+) 86"/.exec(svg) ?? [];
  expect(svg).toContain(`<rect x="0" y="0" width="${span}" height="86" fill="url(#hatch)"`);
});

test('a trial without any right answer has a plot too', () => {
  const svg = timelineOf({ ...hanging, n: 0, serviceMs: null, userMs: null });
  expect(svg).toContain('no right answer');
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
});
