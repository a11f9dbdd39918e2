import type { Comparison } from '../../model/comparison.ts';
import type { Run } from '../../model/run.ts';
import type { SuiteResult } from '../../model/suite.ts';
import { suiteIdsOf } from '../../model/suite-ids.ts';
import { conclusionOf } from '../conclusion.ts';
import type { Renderer } from '../contract.ts';
import { sanitized } from '../sanitize.ts';
import { reportedMs, shapeText } from '../load-text.ts';
import { againstCase, type Case, changeCase, findingCases, runCase, targetCase } from './cases.ts';
import { type Markup, textNode } from '../markup.ts';
import { document, element } from './xml.ts';

/** For Jenkins, GitLab and other readers of test results: a case for each threshold, finding and check. */
export const junit: Renderer = {
  render(run) {
    const safe = sanitized(run);
    const judged = groupsOf(safe);
    const red = judged.some(({ cases }) => cases.some(({ result }) => isRed(result.kind)));
    const whole = { name: 'run', properties: environmentOf(safe), cases: [runCase(safe, red)], tookS: secondsOf(safe) };
    const groups = [whole, ...judged];
    const inside = groups.map((group) => drawGroup(group, safe));
    return document(element('testsuites', { name: `whyslow ${safe.command}`, ...countsOf(groups) }, inside));
  },
};

type Properties = readonly (readonly [name: string, value: string | number])[];

interface Group {
  readonly name: string;
  readonly properties: Properties;
  readonly cases: readonly Case[];
  readonly tookS: number;
}

const isRed = (kind: Case['result']['kind']): boolean => kind === 'failure' || kind === 'error';

function groupsOf(run: Run): readonly Group[] {
  const suites = suiteIdsOf(run).map((suite) => {
    const trials = run.suites.filter((trial) => trial.suite === suite);
    const tookMs = trials.reduce((sum, trial) => sum + trial.tookMs, 0);
    const cases = run.verdicts.filter((judged) => judged.suite === suite).map(targetCase);
    return { name: suite, properties: trials.flatMap(quantilesOf), cases, tookS: tookMs / 1_000 };
  });
  const { comparison } = run;
  const changes = comparison?.changes.map((change) => changeCase(change, comparison)) ?? [];
  const findings = findingCases('whyslow.findings', run.findings, run.policy);
  const checks = findingCases('whyslow.checks', run.checks, run.policy);
  return [
    ...suites,
    { name: 'comparison', properties: armsOf(comparison), cases: changes, tookS: 0 },
    ...(run.against === null ? [] : [{ name: 'against', properties: [], cases: [againstCase(run.against)], tookS: 0 }]),
    { name: 'findings', properties: [], cases: findings, tookS: 0 },
    { name: 'checks', properties: [], cases: checks, tookS: 0 },
  ].filter(({ cases, properties }) => cases.length + properties.length > 0);
}

const armsOf = (comparison: Comparison | null): Properties =>
  comparison === null
    ? []
    : [
        ['before', comparison.a.label],
        ['after', comparison.b.label],
        ['how', comparison.how],
      ];

const secondsOf = ({ startedAt, finishedAt }: Run): number => (Date.parse(finishedAt) - Date.parse(startedAt)) / 1_000;

function environmentOf(run: Run): Properties {
  const { head, measured } = conclusionOf(run);
  return [...factsAbout(run), ['conclusion', head], ...(measured === '' ? [] : [['measured', measured] as const])];
}

const factsAbout = ({ target, tool, host, exit, verdict, reproduce }: Run): Properties => [
  ['url', target.url],
  ['server', [target.server.product, target.server.command].filter((part) => part !== null).join(', ')],
  ['whyslow', tool.version],
  ['node', tool.node],
  ['os', `${host.os} ${host.kernel}`],
  ['cpu', `${host.cpus} × ${host.cpuModel}`],
  ['memoryMb', host.memoryMb],
  ['verdict', verdict],
  ['exit', exit.code],
  ['reproduce', reproduce],
];

function quantilesOf(trial: SuiteResult): Properties {
  const how = shapeText(trial).replaceAll(' ', '-');
  const times = Object.entries(reportedMs(trial) ?? {}).map(
    ([name, ms]) => [`${how}.${name}Ms`, ms.toFixed(3)] as const,
  );
  return [[`${how}.answers`, trial.n], [`${how}.errors`, trial.errors], ...times];
}

function countsOf(groups: readonly Group[]): Readonly<Record<string, string | number>> {
  const results = groups.flatMap(({ cases }) => cases.map(({ result }) => result.kind));
  const count = (kind: Case['result']['kind']): number => results.filter((each) => each === kind).length;
  // The Jenkins schema has no `skipped` on the root, only on each suite.
  return { tests: results.length, failures: count('failure'), errors: count('error') };
}

function drawGroup(group: Group, { startedAt }: Run): Markup {
  const skipped = group.cases.filter(({ result }) => result.kind === 'skipped').length;
  const attributes = {
    name: group.name,
    ...countsOf([group]),
    skipped,
    time: group.tookS.toFixed(3),
    timestamp: startedAt.slice(0, 'YYYY-MM-DDTHH:MM:SS'.length),
  };
  const properties = group.properties.map(([name, value]) => element('property', { name, value }));
  return element('testsuite', attributes, [
    ...(properties.length === 0 ? [] : [element('properties', {}, properties)]),
    ...group.cases.map(drawCase),
  ]);
}

function drawCase({ className, name, result }: Case): Markup {
  return element('testcase', { classname: className, name, time: '0' }, [drawResult(result)]);
}

function drawResult(result: Case['result']): Markup {
  if (result.kind === 'passed') return element('system-out', {}, [textNode(result.output)]);
  return element(result.kind, { type: result.type, message: result.message }, [textNode(result.text)]);
}
