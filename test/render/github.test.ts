import { expect, test } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import { annotationsOf } from '../../src/render/github/annotations.ts';
import { github, MOST_SUMMARY_BYTES } from '../../src/render/github/index.ts';
import { outputsOf, type StepEnd } from '../../src/render/github/outputs.ts';
import { summaryOf } from '../../src/render/github/summary.ts';
import { frozenRun } from '../golden/frozen-run.ts';
import { EVIL, hostileRun } from './hostile.ts';
import { comparedRun, doubtfulRun, healthyRun, storyRun } from './runs.ts';

const look = { width: 100, colour: false, unicode: true };
const bytes = (text: string): number => Buffer.byteLength(text);

/** A huge run: a thousand thresholds, findings, trials and checks, with three bytes for each letter. */
const many = <T>(all: readonly T[]): readonly T[] => Array.from({ length: 1_000 }, () => all).flat();
const huge: Run = {
  ...hostileRun(),
  verdicts: many(doubtfulRun.verdicts).map((judged) => ({ ...judged, because: '–'.repeat(600) })),
  findings: many(storyRun.findings),
  suites: many(frozenRun.suites),
  checks: many(frozenRun.checks),
};

test.each([
  ['the frozen run', frozenRun],
  ['hostile text', hostileRun()],
  ['a thousand of everything', huge],
])('the summary of %s stays below 64 KiB', (_what, run) => {
  expect(bytes(github.render(run, look))).toBeLessThan(64 * 1_024);
});

test.each([100, 1_000, 5_000, 20_000, 64_000])(
  'a summary of at most %d bytes has no more, and whole tables',
  (most) => {
    const text = summaryOf(huge, most);
    expect(bytes(text)).toBeLessThanOrEqual(most);
    expect(text.match(/<details>/g)?.length ?? 0).toBe(text.match(/<\/details>/g)?.length ?? 0);
  },
);

test('the verdict stands first, and everything is shown where it fits', () => {
  const text = summaryOf(frozenRun, MOST_SUMMARY_BYTES);
  expect(text.indexOf('target missed')).toBeLessThan(text.indexOf('| verdict'));
  expect(text).not.toContain('more in the report');
  for (const { target } of frozenRun.verdicts) expect(text).toContain(target);
  expect(summaryOf(huge, MOST_SUMMARY_BYTES)).toMatch(/\d+ more in the report/);
});

const levelsIn = (text: string): readonly string[] =>
  text.split('\n').flatMap((line) => /^::(\w+) /.exec(line)?.[1] ?? []);
const count = (text: string, level: string): number => levelsIn(text).filter((each) => each === level).length;

test('a missed suite is one error, a doubtful one a warning, and the headline is there', () => {
  const text = annotationsOf([frozenRun]);
  expect(text).toMatch(/^::error title=refresh%3A fail::refresh mean < 30ms: fail, /m);
  expect(text).toMatch(/^::warning title=delayed-ack-stall \(\w+\)::/m);
  expect(text).toMatch(/^::error title=whyslow run [^\n]*::target missed: [^\n]* \(exit 10\)$/m);
  expect(annotationsOf([healthyRun])).toMatch(
    /^::notice title=whyslow diagnose [^\n]*::No problem found on localhost:8000%0A[^\n]* answers 200 in [^\n]*\n$/,
  );
});

test('a change of a comparison is an error, a warning or a notice', () => {
  const text = annotationsOf([comparedRun]);
  const change = '24.1 → 27.9 ms (+15.7 %25, +9.8…+21.3 %25); the interval lies beyond the margin';
  expect(text).toContain(`::error title=refresh p95%3A regressed::${change}\n`);
  expect(text).toContain(`::warning title=refresh p95%3A unproven::${change}\n`);
  expect(text).toContain(`::notice title=refresh p95%3A improved::${change}\n`);
  expect(text).not.toContain('p95%3A same');
  expect(summaryOf(comparedRun, MOST_SUMMARY_BYTES)).toContain(
    '| ❌ regressed | refresh p95 | 24.1 → 27.9 ms (+15.7 %',
  );
});

test('a finding that --fail-on asks for is an error', () => {
  const run: Run = { ...storyRun, policy: { failOn: 'high', onInconclusive: 'warn' } };
  expect(annotationsOf([run])).toMatch(/^::error title=late-refused-first-address \(high\)::/m);
});

test.each(['error', 'warning', 'notice'])('any number of runs has at most ten annotations of the kind %s', (level) => {
  const runs = Array.from({ length: 30 }, (_, index) => (index % 2 === 0 ? healthyRun : hostileRun(doubtful)));
  const text = annotationsOf(runs);
  expect(count(text, level)).toBe(10);
  expect(text).toMatch(new RegExp(`^::${level} title=whyslow::\\d+ more; the report has all of them$`, 'm'));
});
const doubtful: Partial<Run> = { verdicts: doubtfulRun.verdicts };

test('text from a server starts no workflow command, and ends no property', () => {
  const text = annotationsOf([hostileRun()]);
  const lines = text.trimEnd().split('\n');
  expect(lines.filter((line) => !/^::(error|warning|notice) title=[^:,\r]*::[^\r]*$/.test(line))).toEqual([]);
  expect(text).toContain('%250A::error::owned');
});

const endOf = ({ verdict, exit }: Run): StepEnd => ({ verdict, ...exit, folder: 'reports/x' });
const measured = (run: Run, name: string | null = null) => ({ name, folder: 'reports/x', run });

test('a step has the verdict, its reason and the times as outputs', () => {
  const text = outputsOf([measured(frozenRun)], endOf(frozenRun));
  expect(
    Object.fromEntries(
      text
        .trimEnd()
        .split('\n')
        .map((line) => line.split('=', 2)),
    ),
  ).toMatchObject({
    verdict: 'fail',
    'exit-code': '10',
    report: 'reports/x',
    'refresh-mean-ms': frozenRun.suites[0]?.serviceMs?.mean.toFixed(2),
    'refresh-p95-ms': frozenRun.suites[0]?.serviceMs?.p95.toFixed(2),
  });
});

test('with several servers the first outputs are those of the whole command, and each server has its own', () => {
  const [bad, good] = [measured(frozenRun, 'old one'), measured(healthyRun, 'new')];
  const names = outputsOf([bad, good], endOf(frozenRun))
    .trimEnd()
    .split('\n')
    .map((line) => line.split('=', 2).join('='));
  expect(names).toContain('exit-code=10');
  expect(names).toContain('old-one-exit-code=10');
  expect(names).toContain('new-exit-code=0');
});

test('a reason with newlines adds no output', () => {
  const evil = measured(hostileRun({ exit: { code: 10, reason: `${EVIL}\nexit-code=0` } }));
  const names = outputsOf([evil], endOf(evil.run))
    .trimEnd()
    .split('\n')
    .map((line) => line.split('=')[0]);
  expect(names.filter((name) => name === 'exit-code')).toHaveLength(1);
  expect(names.every((name) => /^[\w-]+$/.test(name ?? ''))).toBe(true);
});
