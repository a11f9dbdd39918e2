import type { Advice } from '../../model/finding.ts';
import type { Failed } from '../failed.ts';
import { durationText, factLine } from '../words.ts';
import type { Pen } from './pen.ts';

/** The finding first, then what was seen, then what to change. */
export function drawFinding(finding: Failed, pen: Pen): string {
  const { ink } = pen;
  const mark = ink.red.bold(pen.unicode ? '✖' : 'x');
  const [first = '', ...rest] = pen.wrap(finding.summary, 2).split('\n');
  const facts = finding.facts.flatMap((fact) => (fact.kind === 'table' ? [] : [ink.dim(pen.wrap(factLine(fact), 4))]));
  return [
    `${mark} ${ink.bold(first.trimStart())}`,
    ...rest.map((line) => ink.bold(line)),
    ink.dim(`  ${finding.id}`),
    ...facts,
    ...finding.advice.flatMap((advice, index) => drawAdvice(advice, index, pen)),
  ].join('\n');
}

function drawAdvice(advice: Advice, index: number, pen: Pen): readonly string[] {
  const { ink } = pen;
  const lead = index === 0 ? 'Fix ' : 'or  ';
  const saves = advice.savesMs === null ? '' : `, saves ${durationText(advice.savesMs)}`;
  const [first = '', ...rest] = pen.wrap(`${advice.do} (${advice.where}${saves})`, 9).split('\n');
  const lines = [`    ${ink.green.bold(lead)} ${first.trimStart()}`, ...rest];
  // A command is never wrapped: it is there to be copied.
  return advice.command === null ? lines : [...lines, `         ${ink.cyan(advice.command)}`];
}
