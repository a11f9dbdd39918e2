import type { Advice, Fact } from '../../model/finding.ts';
import type { Run } from '../../model/run.ts';
import { conclusionOf, noCauseText } from '../conclusion.ts';
import { exchangeLines, exchangesOf, exchangeText } from '../exchanges.ts';
import { type Failed, failedFindings } from '../failed.ts';
import type { Markup } from '../markup.ts';
import { explainsText, notesAlone, notesUnder } from '../notes.ts';
import { limitBesideVerdict } from '../time-limit.ts';
import { durationText, factLine } from '../number-text.ts';
import { banner } from './banner.ts';
import { command, folded, list, type Section, section, table, tag } from './tags.ts';

/** The head of the page: target, result and measurements. */
export function header(run: Run): Markup {
  const { target } = run;
  const conclusion = conclusionOf(run);
  const limit = limitBesideVerdict(run);
  return tag(
    'header',
    {},
    tag('p', { class: 'kicker' }, `whyslow ${run.command} · ${run.startedAt.slice(0, 16).replace('T', ' ')} UTC`),
    tag('h1', {}, target.embedded ? 'The embedded reference server' : target.url),
    banner(run),
    ...(conclusion.lines === '' ? [] : [command(conclusion.lines)]),
    ...(limit === null ? [] : [tag('p', {}, limit)]),
    ...(conclusion.measured === '' ? [] : [tag('p', { class: 'measured' }, `Measured: ${conclusion.measured}.`)]),
  );
}

export function causeSection(run: Run): readonly Section[] {
  if (run.findings.length === 0) return [];
  const found = failedFindings(run);
  const notes = notesAlone(run);
  const undecided = run.findings.filter(({ outcome }) => outcome === 'inconclusive');
  return [
    section(
      'cause',
      'Cause and fix',
      ...(found.length === 0
        ? [tag('p', {}, noCauseText(run))]
        : found.map((each) => causeOf(each, explainsText(notesUnder(run, each.id))))),
      ...(undecided.length === 0
        ? []
        : [tag('h3', {}, 'Could not be decided'), ...list(undecided.map(({ id, summary }) => `${id}: ${summary}`))]),
      ...(notes.length === 0
        ? []
        : [tag('h3', {}, 'Notes'), ...list(notes.map(({ id, summary }) => `${summary} (${id})`))]),
    ),
  ];
}

/** A finding: its cost, the fix, then the evidence. */
export const causeOf = (failed: Failed, explains = ''): Markup =>
  tag(
    'article',
    { class: 'finding' },
    tag('h3', {}, failed.title),
    tag('p', { class: 'badges' }, tag('code', {}, failed.id), ` ${failed.severity} severity${costOf(failed)}`),
    tag('p', { class: 'summary' }, failed.summary),
    ...(explains === '' ? [] : [tag('p', { class: 'fact' }, explains)]),
    ...fixOf(failed.advice),
    ...(failed.facts.length === 0 ? [] : [folded('Evidence', 'printed', ...failed.facts.flatMap(factOf))]),
    ...exchangesBehind(failed),
  );

/** What was sent and what came, with the command that repeats it. */
function exchangesBehind(failed: Failed): readonly Markup[] {
  const exchanges = exchangesOf(failed);
  if (exchanges.length === 0) return [];
  const shown = exchanges.flatMap((each) => [tag('p', {}, exchangeText(each)), command(exchangeLines(each))]);
  return [folded('What was sent and what came', 'printed', ...shown)];
}

const costOf = ({ costMs }: Failed): string => (costMs === null ? '' : `, costs ${durationText(costMs)} each time`);

const factOf = (fact: Fact): readonly Markup[] =>
  fact.kind === 'table'
    ? [
        table(
          'Evidence',
          fact.head.map((head) => ({ head })),
          fact.rows.map((cells) => ({ cells })),
        ),
      ]
    : [tag('p', { class: 'fact' }, factLine(fact))];

function fixOf(advice: readonly Advice[]): readonly Markup[] {
  if (advice.length === 0) return [];
  const steps = advice.map((each) =>
    tag(
      'li',
      {},
      tag('p', {}, `${each.do} `, tag('small', {}, `(${each.where}${savingOf(each)})`)),
      ...(each.command === null ? [] : [command(each.command)]),
    ),
  );
  return [tag('h4', {}, 'Fix, the smallest change first'), tag('ol', {}, ...steps)];
}

const savingOf = ({ savesMs }: Advice): string => (savesMs === null ? '' : `, saves ${durationText(savesMs)}`);
