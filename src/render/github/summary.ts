import type { Check } from '../../model/finding.ts';
import type { Run } from '../../model/run.ts';
import type { SuiteResult } from '../../model/suite.ts';
import { comparableText, findingChangeMarks, findingChangeText } from '../against-text.ts';
import { changeMarks, changeText, verdictText } from '../comparison-text.ts';
import { conclusionOf, markOf } from '../conclusion.ts';
import { exchangesOf } from '../exchanges.ts';
import { failedChecks, failedFindings, type Failed } from '../failed.ts';
import { sanitized } from '../sanitize.ts';
import { reportedMs, shapeText } from '../load-text.ts';
import { block, code, table, text } from '../markdown/escape.ts';
import { headAndRest } from '../sentences.ts';
import { limitBesideVerdict } from '../time-limit.ts';
import { countText, msText, verdictMarks } from '../number-text.ts';

/**
 * The step summary: verdict first, then its reasons, with the details folded. It never exceeds `mostBytes`: rows that do
 * not fit are left out and counted.
 */
export function summaryOf(run: Run, mostBytes: number): string {
  const safe = sanitized(run);
  const sections = [
    headline(safe),
    ...failures(safe),
    against(safe),
    targets(safe),
    changes(safe),
    trials(safe),
    checks(safe),
    machine(safe),
  ];
  let left = mostBytes;
  const written = sections.flatMap((section) => {
    const drawn = fitted(section, left);
    left -= bytesOf(drawn);
    return drawn === '' ? [] : [drawn];
  });
  return written.join('');
}

/** A part of the summary. Rows may be left out; `open` and `close` are written whole. */
interface Section {
  readonly open: string;
  readonly rows: readonly string[];
  readonly close: string;
}

const LEFT_OUT_BYTES = 100;
const bytesOf = (drawn: string): number => new TextEncoder().encode(drawn).length;

function fitted({ open, rows, close }: Section, mostBytes: number): string {
  if (open === '') return '';
  let left = mostBytes - bytesOf(open) - bytesOf(close) - LEFT_OUT_BYTES;
  if (left < 0) return '';
  const shown = rows.filter((row) => {
    left -= bytesOf(row) + 1;
    return left >= 0;
  });
  const missing = rows.length - shown.length;
  const note = missing === 0 ? '' : `\n${missing} more in the report.\n`;
  return `${open}${shown.map((row) => `${row}\n`).join('')}${note}${close}\n`;
}

const whole = (drawn: string): Section => ({ open: `${drawn}\n`, rows: [], close: '' });
const nothing: Section = { open: '', rows: [], close: '' };

function headline(run: Run): Section {
  const { command, target, exit } = run;
  const what = target.embedded ? 'the embedded reference server' : code(target.url);
  const conclusion = conclusionOf(run);
  const line = `${markOf(conclusion).emoji} **${text(conclusion.head)}**${exit.code === 0 ? '' : ` (exit ${exit.code})`}`;
  const measured = conclusion.measured === '' ? [] : [`Measured: ${text(conclusion.measured)}.`];
  const limit = limitBesideVerdict(run);
  const limited = limit === null ? [] : [text(limit)];
  const toCopy = conclusion.lines === '' ? [] : [block(conclusion.lines)];
  return whole([`### whyslow ${command}: ${what}`, line, ...toCopy, ...limited, ...measured].join('\n\n'));
}

const failures = (run: Run): readonly Section[] =>
  failedFindings(run).map((failed) => whole([causeOf(failed), ...fixOf(failed)].join('\n\n')));

function causeOf({ id, summary }: Failed): string {
  const { head, rest } = headAndRest(summary);
  return `❌ **${text(head)}**${rest === '' ? '' : `. ${text(rest)}`} (${id})`;
}

function fixOf({ advice }: Failed): readonly string[] {
  const [first] = advice;
  if (first === undefined) return [];
  return [`Fix: ${text(first.do)}`, ...(first.command === null ? [] : [block(first.command)])];
}

/** Comparison with an earlier run: the change of each finding, or why the two cannot be compared. */
function against({ against: earlier }: Run): Section {
  if (earlier === null) return nothing;
  const changes = earlier.findings.map(
    (each) => `${findingChangeMarks[each.change].emoji} ${text(findingChangeText(each))}`,
  );
  const notes = comparableText(earlier).map((line) => `❔ ${text(line)}`);
  const lines = [...notes, ...changes].map((line) => `- ${line}`);
  return lines.length === 0 ? nothing : { open: `The run of ${text(earlier.startedAt)}:\n\n`, rows: lines, close: '' };
}

type Align = 'left' | 'right';

/** A table whose head is always written. With a title it is folded. */
function tableSection(
  title: string | null,
  head: readonly string[],
  align: readonly Align[],
  rows: readonly (readonly string[])[],
): Section {
  if (rows.length === 0) return nothing;
  const [top = '', rule = '', ...body] = table(head, align, rows).split('\n');
  const folded = title === null ? '' : `<details><summary>${title}</summary>\n\n`;
  return { open: `${folded}${top}\n${rule}\n`, rows: body, close: title === null ? '' : '\n</details>\n' };
}

const targets = ({ verdicts }: Run): Section =>
  tableSection(
    null,
    ['verdict', 'threshold', 'because'],
    ['left', 'left', 'left'],
    verdicts.map(({ verdict, target, because }) => [
      `${verdictMarks[verdict].emoji} ${verdict}`,
      code(target),
      text(because),
    ]),
  );

const changes = ({ comparison }: Run): Section =>
  tableSection(
    null,
    ['verdict', 'suite', 'change', 'because'],
    ['left', 'left', 'left', 'left'],
    (comparison?.changes ?? []).map((change) => [
      `${changeMarks[change.verdict].emoji} ${verdictText(change)}`,
      `${change.suite} ${change.statistic}`,
      changeText(change),
      text(change.because),
    ]),
  );

const trials = ({ suites }: Run): Section =>
  tableSection(
    'All trials, in ms',
    ['suite', 'how', 'answers', 'errors', 'mean', 'p50', 'p95', 'p99', '/s'],
    ['left', 'left', 'right', 'right', 'right', 'right', 'right', 'right', 'right'],
    suites.map(trialRow),
  );

function trialRow(trial: SuiteResult): readonly string[] {
  const times = reportedMs(trial);
  const cells = (['mean', 'p50', 'p95', 'p99'] as const).map((each) => msText(times?.[each] ?? null));
  const doubt = trial.selfCheck.valid || trial.n === 0 ? '' : ' 🚫 generator busy';
  return [
    trial.suite,
    `${shapeText(trial)}${doubt}`,
    countText(trial.n),
    countText(trial.errors),
    ...cells,
    countText(trial.perSecond),
  ];
}

const outcomeMarks = { pass: '✅', fail: '❌', inconclusive: '❔', note: 'ℹ️', 'not-applicable': '➖' } as const;

function checks(run: Run): Section {
  const failed = failedChecks(run).length;
  const title = `Security checks: ${failed === 0 ? 'none failed' : `${failed} failed`}`;
  const rows = run.checks.map((check) => [
    `${outcomeMarks[check.outcome]} ${check.outcome}`,
    check.id,
    seenText(check),
  ]);
  return tableSection(title, ['outcome', 'check', 'what was seen'], ['left', 'left', 'left'], rows);
}

/** A cell has no line breaks of its own, so that only the command of the first exchange fits into it. */
function seenText(check: Check): string {
  const [exchange] = check.outcome === 'fail' ? exchangesOf(check) : [];
  return exchange === undefined ? text(check.summary) : `${text(check.summary)}<br>${code(exchange.curl)}`;
}

function machine({ host, tool, target, reproduce }: Run): Section {
  const server = [target.server.product, target.server.command].filter((part) => part !== null).join(', ');
  const facts = [
    `whyslow ${tool.version}, Node ${tool.node}, ${host.os} ${host.kernel}, ${host.cpus} × ${host.cpuModel}`,
    ...(server === '' ? [] : [`Server: ${server}`]),
  ];
  return whole([...facts.map(text), block(reproduce)].join('\n\n'));
}
