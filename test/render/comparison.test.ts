import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import type { Change, Comparison } from '../../src/model/comparison.ts';
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
])('%s shows what moved from what to what, in which bounds, and the noise beside it', (_where, page) => {
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

test('advice says that it is none of a verdict, and of what age a baseline is', () => {
  const a = { kind: 'baseline', label: 'main', takenAt: '2026-11-20T10:30:00.000Z' } as const;
  const page = terminal.render({ ...compared, comparison: { ...comparison, a, weight: 'advice' } }, look);
  expect(page).toContain('baseline main of 2026-11-20 10:30');
  expect(page.replaceAll(/\s+/g, ' ')).toContain('advice and no verdict');
});
