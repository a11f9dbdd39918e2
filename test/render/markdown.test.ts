import { expect, test } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import { markdown } from '../../src/render/markdown/index.ts';
import { frozenRun } from '../golden/frozen-run.ts';
import { clientsRun, doubtfulRun, healthyRun, storyRun } from './runs.ts';

const look = { width: 100, colour: false, unicode: true };
const draw = (run: Run): string => markdown.render(run, look);

const headings = (run: Run): readonly string[] =>
  draw(run)
    .split('\n')
    .flatMap((line) => (line.startsWith('## ') ? [line.slice(3)] : []));

test('the sections stand in their fixed order', () =>
  expect(headings(frozenRun).filter((heading) => heading !== 'How long each client waits')).toEqual([
    'Root cause',
    'Fix',
    'Performance',
    'Addresses',
    'Security checks',
    'Recommendations',
    'Not checked',
    'How to reproduce',
  ]));

test.each([
  [
    'what was not measured has no section',
    healthyRun,
    ['Performance', 'Security checks', 'Fix', 'Before and after'],
    false,
  ],
  [
    'where no cause was looked for, there is no section about it',
    { ...healthyRun, findings: [] },
    ['Root cause'],
    false,
  ],
  ['a comparison has one', storyRun, ['Before and after', 'Fix'], true],
  ['so have clients', clientsRun, ['How long each client waits'], true],
])('%s', (_promise, run, sections, there) =>
  expect(sections.map((section) => headings(run).includes(section))).toEqual(sections.map(() => there)),
);

const EVIL = '</td><script>alert(1)</script> [x](javascript:alert(1)) `|` \n\n# owned\n';

test('text from a server adds no tag, no link, no heading and no cell', () => {
  const [trial, ...trials] = frozenRun.suites;
  if (trial === undefined) throw new Error('the frozen run has no suites');
  const run: Run = {
    ...frozenRun,
    target: { ...frozenRun.target, server: { product: EVIL, pid: 1, command: EVIL, listens: [EVIL] } },
    findings: storyRun.findings.map((finding) => ({ ...finding, summary: EVIL, title: EVIL })),
    suites: [{ ...trial, serverTimingMs: { [EVIL]: { mean: 1, p50: 1, p95: 1 } } }, ...trials],
    verdicts: frozenRun.verdicts.map((judged) => ({ ...judged, target: EVIL, because: EVIL })),
    notChecked: [EVIL],
    exit: { code: 10, reason: EVIL },
  };
  const outside = draw(run).replaceAll(/(`+)[\s\S]*?\1/g, '');
  expect(outside).not.toMatch(/(?<!\\)<script/);
  expect(outside).not.toMatch(/(?<!\\)\]\(javascript/);
  expect(outside).not.toMatch(/^# owned/m);
  expect(headings(run).filter((heading) => heading.includes('owned'))).toEqual([]);
});

test('rows of every table have as many cells as its head', () => {
  for (const run of [frozenRun, storyRun, clientsRun, doubtfulRun]) {
    for (const lines of tablesOf(draw(run))) expect(new Set(lines.map(cells)).size).toBe(1);
  }
});

const cells = (line: string): number => line.match(/(?<!\\)\|/g)?.length ?? 0;

const tablesOf = (text: string): readonly (readonly string[])[] =>
  text
    .split('\n\n')
    .map((part) => part.split('\n').filter((line) => line.startsWith('|')))
    .filter((lines) => lines.length > 0);

test.each([
  [
    'a generator that was the bottleneck is named in bold',
    doubtfulRun,
    '**The generator was the bottleneck** in: refresh, one at a time',
  ],
  ['the command that repeats the run stands in a block', frozenRun, '```\nwhyslow run http://localhost:8000'],
  ['the fix stands in a block', frozenRun, 'WSGIRequestHandler.disable_nagle_algorithm = True\n```'],
])('%s', (_promise, run, words) => expect(draw(run)).toContain(words));
