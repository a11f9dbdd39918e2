import type { Advice } from '../../model/finding.ts';
import type { Run } from '../../model/run.ts';
import { type Failed, failedChecks, failedFindings } from '../failed.ts';
import { durationText, factLine } from '../words.ts';
import { block, table, text } from './escape.ts';

export function causeSection(run: Run): string {
  const found = failedFindings(run);
  if (found.length === 0)
    return `## Root cause\n\nNothing that slows this server down was found among the ${run.findings.length} causes that were looked for.`;
  return ['## Root cause', ...found.map(causeOf)].join('\n\n');
}

function causeOf(finding: Failed): string {
  const facts = finding.facts.flatMap((fact) => (fact.kind === 'table' ? [] : [`- ${text(factLine(fact))}`]));
  return [
    `### ${text(finding.title)}`,
    `**${text(finding.summary)}** (${finding.id}, ${finding.severity})`,
    facts.join('\n'),
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

const outcomeMarks = { pass: '✅', fail: '❌', inconclusive: '❔', 'not-applicable': '➖' } as const;

export function checksSection({ checks }: Run): string {
  if (checks.length === 0) return '';
  const rows = checks.map((check) => [
    `${outcomeMarks[check.outcome]} ${check.outcome}`,
    check.id,
    text(check.summary),
    text(check.standard),
  ]);
  return `## Security checks\n\n${table(['outcome', 'check', 'what was seen', 'standard'], ['left', 'left', 'left', 'left'], rows)}`;
}

export function recommendationsSection(run: Run): string {
  const advice = failedChecks(run).flatMap((check) => check.advice.map((each) => ({ id: check.id, each })));
  const lines = advice.map(
    ({ id, each }) => `- **${id}**: ${text(each.do)}${each.command === null ? '' : `\n\n${block(each.command)}\n`}`,
  );
  const general = run.findings
    .filter(({ outcome }) => outcome === 'inconclusive')
    .map(({ id, summary }) => `- ${id} could not be decided: ${text(summary)}`);
  const all = [...lines, ...general];
  return `## Recommendations\n\n${all.length === 0 ? 'Nothing beyond the above.' : all.join('\n')}`;
}
