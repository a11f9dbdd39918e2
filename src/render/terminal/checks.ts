import stringWidth from 'string-width';
import type { Check } from '../../model/finding.ts';
import type { Pen } from './pen.ts';

/** In less room the sentence follows the name. */
const ROOM_FOR_SUMMARY = 46;

/** All checks by group, one line each. Failed ones are explained as findings above. */
export function drawChecks(checks: readonly Check[], pen: Pen): string {
  const nameWidth = Math.max(0, ...checks.map((check) => stringWidth(nameOf(check))));
  const groups = [...new Set(checks.map(({ group }) => group))];
  return groups
    .flatMap((name) => [
      ...(name === undefined ? [] : [`  ${pen.ink.bold(name)}`]),
      ...checks.filter(({ group }) => group === name).map((check) => drawCheck(check, nameWidth, pen)),
    ])
    .join('\n');
}

/** What holds, and the id of the defect only where it was found. Runs saved before have only ids. */
const nameOf = ({ id, outcome, holds }: Check): string => (outcome === 'fail' ? id : (holds ?? id));

function drawCheck(check: Check, nameWidth: number, pen: Pen): string {
  const { id, summary } = check;
  const name = nameOf(check);
  const shown = name === id ? pen.page(id) : name;
  const mark = markOf(check, pen);
  if (pen.width - nameWidth < ROOM_FOR_SUMMARY) {
    const [first = '', ...rest] = pen.wrap(`${name}: ${summary}`, 4).split('\n');
    const beside = first.trimStart().slice(name.length);
    const lines = beside === '' || !first.trimStart().startsWith(name) ? null : `${shown}${pen.ink.dim(beside)}`;
    return [`  ${mark} ${lines ?? first.trimStart()}`, ...rest.map((line) => pen.ink.dim(line))].join('\n');
  }
  const [first = '', ...rest] = pen.wrap(summary, nameWidth + 6).split('\n');
  const gap = ' '.repeat(nameWidth - stringWidth(name) + 2);
  return [
    `  ${mark} ${shown}${pen.ink.dim(`${gap}${first.trimStart()}`)}`,
    ...rest.map((line) => pen.ink.dim(line)),
  ].join('\n');
}

function markOf({ outcome }: Check, { unicode, ink }: Pen): string {
  if (outcome === 'fail') return ink.red(unicode ? '✖' : 'x');
  if (outcome === 'pass') return ink.green(unicode ? '✔' : '+');
  return outcome === 'inconclusive' ? ink.yellow('?') : ink.dim(unicode ? '–' : '-');
}
