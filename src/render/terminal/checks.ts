import stringWidth from 'string-width';
import type { Check } from '../../model/finding.ts';
import type { Pen } from './pen.ts';

/** In less room the sentence is below the name. */
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
  const beside = pen.width - nameWidth >= ROOM_FOR_SUMMARY;
  const [first = '', ...rest] = pen.wrap(summary, beside ? nameWidth + 6 : 4).split('\n');
  const named = `  ${markOf(check, pen)} ${name === id ? pen.page(id) : name}`;
  if (!beside) return [named, ...[first, ...rest].map((line) => pen.ink.dim(line))].join('\n');
  const gap = ' '.repeat(nameWidth - stringWidth(name) + 2);
  return [`${named}${pen.ink.dim(`${gap}${first.trimStart()}`)}`, ...rest.map((line) => pen.ink.dim(line))].join('\n');
}

function markOf({ outcome }: Check, { unicode, ink }: Pen): string {
  if (outcome === 'fail') return ink.red(unicode ? '✖' : 'x');
  if (outcome === 'pass') return ink.green(unicode ? '✔' : '+');
  return outcome === 'inconclusive' ? ink.yellow('?') : ink.dim(unicode ? '–' : '-');
}
