import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import type { Run } from '../../src/model/run.ts';
import type { Verdict } from '../../src/model/verdict.ts';
import { junit } from '../../src/render/junit/index.ts';
import { frozenRun } from '../golden/frozen-run.ts';
import { testWith } from '../serve/require.ts';
import { EVIL, hostileRun } from './hostile.ts';
import { checkedRun, clientsRun, comparedRun, doubtfulRun, healthyRun, storyRun } from './runs.ts';
import { junitComplaint } from './validators.ts';

const draw = (run: Run): string => junit.render(run, { width: 100, colour: false, unicode: true });

const xpath = (text: string, expression: string): string =>
  spawnSync('xmllint', ['--xpath', expression, '-'], { input: text, encoding: 'utf8' }).stdout.trim();

const gated = (code: number): Run => ({
  ...storyRun,
  policy: { failOn: 'high', onInconclusive: 'warn' },
  exit: { code, reason: `exit ${code}` },
});

const runs: readonly (readonly [string, Run])[] = [
  ['the frozen run', frozenRun],
  ['the story', storyRun],
  ['clients', clientsRun],
  ['every kind of verdict', doubtfulRun],
  ['a healthy run', healthyRun],
  ['a gated finding', gated(20)],
  ['a comparison', comparedRun],
  ['checks with exchanges', checkedRun],
  ['hostile text', hostileRun()],
];

testWith(['xmllint']).each(runs)('%s is a file that Jenkins accepts', (_what, run) => {
  expect(junitComplaint(draw(run))).toBe('');
});

testWith(['xmllint']).each([
  ['an attribute that is not known', (text: string) => text.replace('<testcase ', '<testcase owner="me" ')],
  ['properties inside a case', (text: string) => text.replace('<system-out>', '<properties/><system-out>')],
  ['a count that is missing', (text: string) => text.replace(/ failures="\d+"/g, '')],
  ['a time that is no number', (text: string) => text.replace(/ time="\d+\.\d+"/, ' time="soon"')],
  ['a control character', (text: string) => text.replace('whyslow', 'why\u0001slow')],
])('the validator refuses %s', (_what, breaking) => {
  const broken = breaking(draw(frozenRun));
  expect(broken).not.toBe(draw(frozenRun));
  expect(junitComplaint(broken)).not.toBe('');
});

const element: Readonly<Record<Verdict, string>> = {
  pass: 'system-out',
  warn: 'system-out',
  fail: 'failure',
  inconclusive: 'skipped',
  invalid: 'error',
};

testWith(['xmllint']).each(Object.entries(element))('a target that is %s has a <%s>', (verdict, name) => {
  const judged = doubtfulRun.verdicts.filter((each) => each.verdict === verdict);
  const text = draw({ ...doubtfulRun, verdicts: judged });
  expect(xpath(text, `name(//testcase[@classname="whyslow.refresh" and @name="mean < 30ms"]/*)`)).toBe(name);
});

const red = (run: Run): number => Number(xpath(draw(run), 'count(//failure | //error)'));

testWith(['xmllint']).each([
  ['a pass', { ...healthyRun }, 0],
  ['a missed target', frozenRun, 1],
  ['a finding without a gate', storyRun, 0],
  ['a finding of --fail-on', gated(20), 1],
  ['an undecided target that is to fail', { ...healthyRun, exit: { code: 12, reason: 'inconclusive' } }, 1],
  ['a server that is not there', { ...healthyRun, exit: { code: 14, reason: 'no answer' } }, 1],
  ['a sign-in that failed', { ...healthyRun, exit: { code: 15, reason: 'answered 401' } }, 1],
  ['an interruption', { ...healthyRun, exit: { code: 130, reason: 'interrupted' } }, 1],
])('%s is red in the file when it is red in the exit code', (_what, run, count) => {
  expect(red(run)).toBe(count);
  expect(run.exit.code === 0).toBe(count === 0);
});

testWith(['xmllint']).each([
  ['gate', ['failure', 'skipped', 'skipped', 'system-out', 'system-out']],
  ['advice', ['system-out', 'system-out', 'system-out', 'system-out', 'system-out']],
] as const)('the changes of a comparison that is a %s', (weight, names) => {
  const { comparison } = comparedRun;
  if (comparison === null) throw new Error('it compares nothing');
  const text = draw({ ...comparedRun, comparison: { ...comparison, weight } });
  const cases = '//testcase[@classname="whyslow.compare.refresh"]';
  expect(names.map((_, index) => xpath(text, `name((${cases})[${index + 1}]/*)`))).toEqual(names);
  expect(xpath(text, `string((${cases})[1]/*)`)).toContain('24.1 → 27.9 ms (+15.7 %, +9.8…+21.3 %)');
});

testWith(['xmllint'])('the counts are those of the elements', () => {
  const text = draw(doubtfulRun);
  for (const [attribute, name] of [
    ['failures', 'failure'],
    ['errors', 'error'],
    ['tests', 'testcase'],
  ] as const) {
    expect(xpath(text, `string(/testsuites/@${attribute})`)).toBe(xpath(text, `count(//${name})`));
    expect(xpath(text, `sum(//testsuite/@${attribute})`)).toBe(xpath(text, `count(//${name})`));
  }
  expect(xpath(text, 'sum(//testsuite/@skipped)')).toBe(xpath(text, 'count(//skipped)'));
});

testWith(['xmllint'])('environment and quantiles stand in the properties', () => {
  const value = (name: string): string => xpath(draw(frozenRun), `string(//property[@name="${name}"]/@value)`);
  expect(value('url')).toBe(frozenRun.target.url);
  expect(value('whyslow')).toBe(frozenRun.tool.version);
  expect(value('one-at-a-time.p95Ms')).toBe(frozenRun.suites[0]?.serviceMs?.p95.toFixed(3));
});

testWith(['xmllint'])(
  'hostile text stays text, and is read back unchanged except for characters that XML forbids',
  () => {
    const text = draw(hostileRun());
    expect(xpath(text, 'count(//x)')).toBe('0');
    const back = xpath(text, 'string(//testsuite[@name="run"]//system-out)');
    expect(back).toContain('</failure><x a="1">&amp;]]>');
    expect(back).not.toContain('\u001b');
    expect(EVIL).toContain('\u001b');
  },
);

test('a fix and its command are in the text of a gated finding', () => {
  expect(draw(gated(20))).toContain('Fix: use 127.0.0.1 in the client\nhttp://127.0.0.1:8000');
});
