import type { Advice, Fact } from '../../model/finding.ts';
import { exchangeLines, exchangesOf, exchangeText } from '../exchanges.ts';
import type { Failed } from '../failed.ts';
import { explainsText, type Note } from '../notes.ts';
import { headAndRest } from '../sentences.ts';
import { durationText, factLine } from '../number-text.ts';
import { atBothEdges, type Pen } from './pen.ts';

/** What is true and no failure, one paragraph each. */
export function drawNotes(notes: readonly Note[], pen: Pen): string {
  const lines = notes.map(({ id, summary }) => pen.wrap(`${pen.unicode ? '·' : '-'} ${summary} (${id})`, 2));
  return lines.length === 0 ? '' : pen.ink.dim(lines.join('\n'));
}

/** The finding with its cost, then the evidence, then the fixes. */
export function drawFinding(finding: Failed, notes: readonly Note[], pen: Pen): string {
  const { head, rest } = headAndRest(finding.summary);
  return [
    ...headline(head, finding.id, pen),
    ...(rest === '' ? [] : [pen.wrap(rest, 2)]),
    ...evidence(finding.facts, pen),
    ...(notes.length === 0 ? [] : [pen.ink.dim(pen.wrap(explainsText(notes), 2))]),
    ...(finding.advice.length === 0 ? [] : ['']),
    ...finding.advice.flatMap((advice, index) => drawAdvice(advice, index, pen)),
    ...drawExchange(finding, pen),
  ].join('\n');
}

/** The headline, with the id at the right edge where it fits. */
function headline(head: string, id: string, pen: Pen): readonly string[] {
  const { ink } = pen;
  const mark = ink.red.bold(pen.unicode ? '✖' : 'x');
  const [first = '', ...more] = pen.wrap(head, 2).split('\n');
  const title = `${mark} ${ink.bold(first.trimStart())}`;
  const named = ink.dim(pen.page(id));
  const oneLine = more.length === 0 ? atBothEdges(title, named, pen) : null;
  return oneLine === null ? [title, ...more.map((line) => ink.bold(line)), `  ${named}`] : [oneLine];
}

/** The facts as lines: texts first, then measurements. */
function evidence(facts: readonly Fact[], pen: Pen): readonly string[] {
  const texts = facts.flatMap((fact) => (fact.kind === 'text' ? [pen.wrap(factLine(fact), 2)] : []));
  const measured = facts.flatMap((fact) =>
    fact.kind === 'measure' || fact.kind === 'distribution' ? [factLine(fact)] : [],
  );
  return [...texts, ...measured.map((line) => pen.wrap(line, 2))].map((line) => pen.ink.dim(line));
}

/** The exchange that shows most. Its lines are never wrapped, so that they can be copied. */
function drawExchange(finding: Failed, pen: Pen): readonly string[] {
  const [exchange] = exchangesOf(finding);
  if (exchange === undefined) return [];
  const { ink } = pen;
  const [first = '', ...rest] = pen.wrap(exchangeText(exchange), 2 + LEAD).split('\n');
  const lines = exchangeLines(exchange).split('\n');
  return [
    `  ${ink.bold('Seen'.padEnd(LEAD))}${first.trimStart()}`,
    ...rest,
    ...lines.map((line) => `${' '.repeat(2 + LEAD)}${ink.cyan(line)}`),
  ];
}

const LEAD = 7;
const PLACE = 9;

/** Place, change and saving. A command has a line of its own and is never wrapped, so that it can be copied. */
function drawAdvice(advice: Advice, index: number, pen: Pen): readonly string[] {
  const { ink } = pen;
  const indent = 2 + LEAD + PLACE;
  const lead = ink.green.bold((index === 0 ? 'Fix' : 'or').padEnd(LEAD));
  const saves = advice.savesMs === null ? '' : `saves ${durationText(advice.savesMs)}`;
  const [first = '', ...rest] = pen.wrap(advice.do, indent, saves === '' ? 0 : saves.length + 2).split('\n');
  const line = `  ${lead}${advice.where.padEnd(PLACE)}${first.trimStart()}`;
  const priced = saves === '' ? line : (atBothEdges(line, ink.green(saves), pen) ?? line);
  const command = advice.command === null ? [] : [`${' '.repeat(indent)}${ink.cyan(advice.command)}`];
  return [priced, ...rest, ...command];
}
