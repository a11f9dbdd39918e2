import type { Advice, Check } from '../../model/finding.ts';
import type { Run } from '../../model/run.ts';
import { exchangeLines, exchangesOf, exchangeText } from '../exchanges.ts';
import { type Failed, failedChecks, failedFindings } from '../failed.ts';
import { explainsText, notesAlone, notesUnder } from '../notes.ts';
import { noCauseText } from '../conclusion.ts';
import { durationText, factLine } from '../number-text.ts';
import { headAndRest } from '../sentences.ts';
import { block, table, text } from './escape.ts';

/** Empty where no cause was looked for, as by `verify`. */
export function causeSection(run: Run): string {
  const found = failedFindings(run);
  if (run.findings.length === 0) return '';
  if (found.length === 0) return `## Root cause\n\n${text(noCauseText(run))}`;
  return ['## Root cause', ...found.map((each) => causeOf(each, explainsText(notesUnder(run, each.id))))].join('\n\n');
}

/** The heading is the cause with its cost, and the rest of the summary follows. No sentence stands there twice. */
function causeOf(finding: Failed, explains: string): string {
  const { head, rest } = headAndRest(finding.summary);
  const facts = finding.facts.flatMap((fact) => (fact.kind === 'table' ? [] : [`- ${text(factLine(fact))}`]));
  return [
    `### ${text(head)}`,
    `${rest === '' ? '' : `${text(rest)} `}(${finding.id}, ${finding.severity})`,
    facts.join('\n'),
    text(explains),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

export function fixSection(run: Run): string {
  const found = failedFindings(run).filter(({ advice }) => advice.length > 0);
  if (found.length === 0) return '';
  return [
    '## Fix',
    ...found.map((finding) =>
      [`For ${finding.id}, the smallest change first:`, ...finding.advice.map(adviceOf)].join('\n\n'),
    ),
  ].join('\n\n');
}

function adviceOf(advice: Advice, index: number): string {
  const saves = advice.savesMs === null ? '' : `, saves ${durationText(advice.savesMs)}`;
  const line = `${index + 1}. ${text(advice.do)} (${advice.where}${saves})`;
  return advice.command === null ? line : `${line}\n\n${block(advice.command)}`;
}

const outcomeMarks = { pass: '✅', fail: '❌', inconclusive: '❔', note: 'ℹ️', 'not-applicable': '➖' } as const;

/** One table for each group, failed checks first. */
export function checksSection({ checks }: Run): string {
  if (checks.length === 0) return '';
  const groups = [...new Set(checks.map(groupOf))];
  const tables = groups.map((group) => {
    const rows = checks.filter((check) => groupOf(check) === group).toSorted(brokenFirst);
    const checked = table(CHECK_HEAD, ['left', 'left', 'left', 'left'], rows.map(checkRow));
    return [`### ${text(group)}`, checked, ...rows.flatMap(exchangesBehind)].join('\n\n');
  });
  const failed = checks.filter(({ outcome }) => outcome === 'fail').length;
  const summary = failed === 0 ? 'No security check failed.' : `${failed} of ${checks.length} security checks failed.`;
  return ['## Security checks', summary, ...tables].join('\n\n');
}

/** What a failed check sent and what came, with the command that repeats it. */
const exchangesBehind = (check: Check): readonly string[] =>
  check.outcome !== 'fail'
    ? []
    : exchangesOf(check).flatMap((each) => [
        `**${text(check.id)}**: ${text(exchangeText(each))}`,
        block(exchangeLines(each)),
      ]);

const CHECK_HEAD = ['outcome', 'check', 'what was seen', 'standard'] as const;

const outcomeOrder = { fail: 0, inconclusive: 1, note: 2, pass: 3, 'not-applicable': 4 } as const;
const brokenFirst = (a: Check, b: Check): number => outcomeOrder[a.outcome] - outcomeOrder[b.outcome];

/** A check of version 0.1 has no group, and is listed under its standard. */
const groupOf = (check: Check): string => check.group ?? documentOf(check);

/** The first standard of a check: `RFC 9700` for `RFC 9700 §4.14.2, OWASP ASVS 5.0 10.4.5`. */
const documentOf = ({ standard }: Check): string =>
  (standard.split(/ §|,/)[0] ?? standard).replace(/ [\d.]+$/, (number) =>
    /^ \d+\.\d+\.\d+$/.test(number) ? '' : number,
  );

const checkRow = (check: Check): readonly string[] => [
  `${outcomeMarks[check.outcome]} ${check.outcome}`,
  text(check.id),
  text(check.summary),
  text(check.standard),
];

export function notesSection(run: Run): string {
  const lines = notesAlone(run).map(({ id, summary }) => `- ${text(summary)} (${id})`);
  return lines.length === 0 ? '' : `## Notes\n\n${lines.join('\n')}`;
}

export function recommendationsSection(run: Run): string {
  const advice = failedChecks(run).flatMap((check) => check.advice.map((each) => ({ id: check.id, each })));
  const lines = advice.map(
    ({ id, each }) => `- **${id}**: ${text(each.do)}${each.command === null ? '' : `\n\n${block(each.command)}`}`,
  );
  const general = run.findings
    .filter(({ outcome }) => outcome === 'inconclusive')
    .map(({ id, summary }) => `- ${id} could not be decided: ${text(summary)}`);
  const all = [...lines, ...general];
  return `## Recommendations\n\n${all.length === 0 ? 'Nothing beyond the above.' : all.join('\n')}`;
}
