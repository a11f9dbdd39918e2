import type { Against } from '../../model/against.ts';
import type { Change, ChangeVerdict, Comparison } from '../../model/comparison.ts';
import type { Check, Finding } from '../../model/finding.ts';
import { type ExitPolicy, failsCommand } from '../../model/policy.ts';
import type { Exit, Run } from '../../model/run.ts';
import type { Judged, Verdict } from '../../model/verdict.ts';
import { comparableText, findingChangeText } from '../against-text.ts';
import { changeText, verdictText } from '../comparison-text.ts';
import { exchangeLines, exchangesOf, exchangeText } from '../exchanges.ts';
import { factLine } from '../number-text.ts';

/** How a CI server counts a case. Failure: the server failed. Error: could not be measured. Skipped: not decided. */
export type CaseResult =
  | { readonly kind: 'passed'; readonly output: string }
  | {
      readonly kind: 'failure' | 'error' | 'skipped';
      readonly type: string;
      readonly message: string;
      readonly text: string;
    };

export interface Case {
  readonly className: string;
  readonly name: string;
  readonly result: CaseResult;
}

const resultKinds = {
  pass: 'passed',
  warn: 'passed',
  fail: 'failure',
  inconclusive: 'skipped',
  invalid: 'error',
} as const satisfies Record<Verdict, CaseResult['kind']>;

/** `refresh p95 < 30ms` of the suite refresh is the case `p95 < 30ms` of its class. */
export function targetCase({ suite, threshold, verdict, because }: Judged): Case {
  const name = threshold.condition;
  const kind = resultKinds[verdict];
  const output = `${verdict}: ${because}`;
  const result = kind === 'passed' ? { kind, output } : { kind, type: verdict, message: because, text: output };
  return { className: `whyslow.${suite}`, name, result };
}

const changeKinds = {
  regressed: 'failure',
  unproven: 'skipped',
  inconclusive: 'skipped',
  improved: 'passed',
  same: 'passed',
} as const satisfies Record<ChangeVerdict, CaseResult['kind']>;

/** A change between two machines is advice. It is reported and fails nothing. */
export function changeCase(change: Change, { a, weight }: Comparison): Case {
  const { suite, statistic, verdict, because } = change;
  const kind = weight === 'advice' ? 'passed' : changeKinds[verdict];
  const output = `${verdictText(change)}${weight === 'advice' ? ', advice only' : ''}: ${changeText(change)}; ${because}`;
  const result =
    kind === 'passed' ? { kind, output } : { kind, type: verdict, message: changeText(change), text: output };
  return { className: `whyslow.compare.${suite}`, name: `${statistic} against ${a.label}`, result };
}

/** A finding that does not apply has no case. Only the findings that --fail-on names fail a build. */
export const findingCases = (
  className: string,
  findings: readonly (Finding | Check)[],
  policy: ExitPolicy,
): readonly Case[] =>
  findings
    .filter(({ outcome }) => outcome !== 'not-applicable')
    .map((finding) => ({
      className: classOf(className, finding),
      name: finding.id,
      result: findingResult(finding, policy),
    }));

/** Readers of test results group by the class. */
const classOf = (className: string, finding: Finding | Check): string =>
  'group' in finding && finding.group !== undefined ? `${className}.${finding.group}` : className;

function findingResult(finding: Finding | Check, policy: ExitPolicy): CaseResult {
  const { outcome, summary } = finding;
  if (outcome === 'inconclusive') return { kind: 'skipped', type: outcome, message: summary, text: summary };
  if (outcome !== 'fail') return { kind: 'passed', output: summary };
  const text = wholeText(finding);
  if (!failsCommand(finding, policy)) return { kind: 'passed', output: `${finding.severity}, not gated: ${text}` };
  return { kind: 'failure', type: finding.severity, message: summary, text };
}

/** Jenkins keeps one failure for each case, so all details go into one text. */
function wholeText(finding: Extract<Finding | Check, { outcome: 'fail' }>): string {
  const facts = finding.facts.flatMap((fact) => (fact.kind === 'table' ? [] : [`- ${factLine(fact)}`]));
  const advice = finding.advice.map((each) => `Fix: ${each.do}${each.command === null ? '' : `\n${each.command}`}`);
  return [
    finding.summary,
    ...('standard' in finding ? [finding.standard] : []),
    ...facts,
    ...advice,
    ...exchangesOf(finding).map((each) => `Seen: ${exchangeText(each)}\n${exchangeLines(each)}`),
    `whyslow explain ${finding.id}`,
  ].join('\n');
}

/** Comparison with an earlier run. It never fails, since each current finding has its own case. Not comparable: skipped. */
export function againstCase(against: Against): Case {
  const output = [...comparableText(against), ...against.findings.map(findingChangeText)].join('\n');
  const { kind } = against.comparable;
  const result: CaseResult =
    kind === 'not-comparable'
      ? { kind: 'skipped', type: kind, message: output, text: output }
      : { kind: 'passed', output: output === '' ? 'no finding in either run' : output };
  return { className: 'whyslow.against', name: `the run of ${against.startedAt}`, result };
}

/** The end of the run. It is red where the exit code is not 0 and no other case is red. */
export function runCase({ command, exit }: Pick<Run, 'command' | 'exit'>, alreadyRed: boolean): Case {
  return { className: 'whyslow', name: `whyslow ${command}`, result: alreadyRed ? exitResult(exit) : endResult(exit) };
}

const exitResult = ({ code, reason }: Exit): CaseResult => ({ kind: 'passed', output: `exit ${code}: ${reason}` });

/** Threshold missed, regressed, inconclusive with --on-inconclusive fail, finding: these codes judge the server, all others the run. */
const JUDGES_THE_SERVER: ReadonlySet<number> = new Set([10, 11, 12, 20]);

function endResult(exit: Exit): CaseResult {
  if (exit.code === 0) return exitResult(exit);
  const kind = JUDGES_THE_SERVER.has(exit.code) ? 'failure' : 'error';
  return { kind, type: `exit-${exit.code}`, message: exit.reason, text: exit.reason };
}
