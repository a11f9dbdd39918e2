import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import type { Change, Comparison } from '../../src/model/comparison.ts';
import { github } from '../../src/render/github/index.ts';
import { html } from '../../src/render/html/index.ts';
import { junit } from '../../src/render/junit/index.ts';
import { markdown } from '../../src/render/markdown/index.ts';
import { terminal } from '../../src/render/terminal/index.ts';
import { healthyRun } from './runs.ts';

const change: Change = {
  suite: 'refresh',
  statistic: 'typical',
  beforeMs: 24.1,
  afterMs: 27.9,
  change: 0.157,
  interval: [0.098, 0.213],
  margin: 0.05,
  negligible: { share: 0.05, rule: 'share' },
  machineChange: null,
  floor: 0.012,
  verdict: 'regressed',
  because: '20 pairs of blocks',
};

const comparison: Comparison = {
  how: 'in-turn',
  a: { kind: 'live', label: 'http://127.0.0.1:8000/', takenAt: '2026-11-24T10:00:00.000Z' },
  b: { kind: 'live', label: 'http://127.0.0.1:8001/', takenAt: '2026-11-24T10:00:00.000Z' },
  weight: 'gate',
  rounds: [],
  changes: [change, { ...change, statistic: 'p95', change: null, interval: null, verdict: 'inconclusive' }],
  verdict: 'regressed',
};

const compared = { ...healthyRun, command: 'compare', comparison } as const;
const look = { width: 80, colour: false, unicode: true };

test.each([
  ['a terminal', terminal.render(compared, look)],
  ['Markdown', markdown.render(compared, look).replaceAll('\\', '')],
])('%s shows each change with both times, its interval and the noise', (_where, page) => {
  expect(page).toContain('regressed');
  expect(page).toContain('24.1 → 27.9 ms (+15.7 %, +9.8…+21.3 %)');
  expect(page).toContain('http://127.0.0.1:8001/');
  expect(page).toContain('noise of each against itself: refresh typical 1.2 %');
  expect(page).toContain('measured in turn');
});

test.each([60, 80, 120])('in %i columns no line of a comparison is too long', (width) => {
  const lines = terminal.render(compared, { ...look, width }).split('\n');
  expect(lines.filter((line) => stringWidth(line) > width)).toEqual([]);
  expect(lines.join('\n')).toContain('+9.8…+21.3 %');
});

test('ASCII pages hold ASCII only', () => {
  const page = terminal.render(compared, { ...look, unicode: false });
  expect(page).toContain('24.1 -> 27.9 ms (+15.7 %, +9.8...+21.3 %)');
  // oxlint-disable-next-line no-control-regex
  expect(page).toMatch(/^[\u0000-\u007f]*$/);
});

test('advice is marked as no verdict, and a baseline has its date', () => {
  const a = { kind: 'baseline', label: 'main', takenAt: '2026-11-20T10:30:00.000Z' } as const;
  const page = terminal.render({ ...compared, comparison: { ...comparison, a, weight: 'advice' } }, look);
  expect(page).toContain('baseline main of 2026-11-20 10:30');
  expect(page.replaceAll(/\s+/g, ' ')).toContain('advice and not verdicts');
});

const small: Change = {
  ...change,
  beforeMs: 0.2,
  afterMs: 0.1314,
  change: -0.343,
  interval: [-0.543, -0.028],
  margin: 5,
  negligible: { share: 5, rule: 'milliseconds' },
  verdict: 'same',
  because: 'within 1 ms: 0.069 ms less is less than what counts; 20 pairs of blocks',
};
const unknown: Change = {
  ...change,
  statistic: 'p95',
  beforeMs: null,
  afterMs: null,
  change: null,
  interval: null,
  negligible: null,
  verdict: 'inconclusive',
  because: 'too few answers (12 and 12) to know p95',
};
const corrected: Change = { ...change, suite: 'api', machineChange: 0.05 };
const doubtful = {
  ...compared,
  comparison: { ...comparison, how: 'in-reference-units', changes: [small, unknown, corrected] },
} as const;

test.each([
  ['a terminal', terminal],
  ['Markdown', markdown],
  ['HTML', html],
  ['JUnit', junit],
])('%s shows why a proven difference is the same, unknown times, and corrected times', (_where, format) => {
  const page = format.render(doubtful, { ...look, width: 120 }).replaceAll('\\', '');
  expect(page).toContain('same within 1 ms');
  expect(page).toContain('0.200 → 0.131 ms (−34.3 %, −54.3…−2.8 %)');
  expect(page).toContain('0.069 ms less is less than what counts');
  expect(page).toContain('not known');
  expect(page).not.toContain('0.00 ');
  expect(page).toContain('24.1 → 27.9 ms, corrected for the machine (+15.7 %, +9.8…+21.3 %)');
});

test('the annotations of GitHub agree with it', () => {
  const page = github.render(doubtful, look).replaceAll('\\', '');
  expect(page).toContain('same within 1 ms');
  expect(page).toContain('0.200 → 0.131 ms (−34.3 %, −54.3…−2.8 %)');
  expect(page).not.toContain('0.00 ');
});

test.each([
  ['of microseconds', { beforeMs: 0.00412, afterMs: 0.00412 * 1.5, change: 0.5 }, '4.12 → 6.18 µs (+50.0 %'],
  ['that hardly changed', { beforeMs: 0.48, afterMs: 0.48 * 0.995, change: -0.005 }, '0.480 → 0.478 ms (−0.5 %'],
  ['that did not change', { beforeMs: 3, afterMs: 3.0003, change: 0.0001 }, '3.00 → 3.00 ms (±0.0 %'],
  ['of seconds', { beforeMs: 2_041, afterMs: 2_041 * 1.001, change: 0.001 }, '2 041 → 2 043 ms (+0.1 %'],
])('times %s have the digits that their change needs', (_what, over, text) =>
  expect(
    markdown.render({ ...compared, comparison: { ...comparison, changes: [{ ...change, ...over }] } }, look),
  ).toContain(text),
);
