import type { Check } from '../../model/finding.ts';
import type { Pen } from './pen.ts';

/** Below this width the sentence has no room beside the id. */
const WIDE_ENOUGH = 76;

/** All checks by group, one line each. Failed ones are explained as findings above. */
export function drawChecks(checks: readonly Check[], pen: Pen): string {
  const idWidth = Math.max(0, ...checks.map(({ id }) => id.length));
  const groups = [...new Set(checks.map(({ group }) => group))];
  return groups
    .flatMap((name) => [
      ...(name === undefined ? [] : [`  ${pen.ink.bold(name)}`]),
      ...checks.filter(({ group }) => group === name).map((check) => drawCheck(check, idWidth, pen)),
    ])
    .join('\n');
}

function drawCheck(check: Check, idWidth: number, pen: Pen): string {
  const { id, summary } = check;
  const beside = pen.width >= WIDE_ENOUGH;
  const [first = '', ...rest] = pen.wrap(summary, beside ? idWidth + 6 : 4).split('\n');
  const named = `  ${markOf(check, pen)} ${pen.page(id)}`;
  if (!beside) return [named, first, ...rest.map((line) => line)].map((line) => pen.ink.dim(line)).join('\n');
  const gap = ' '.repeat(idWidth - id.length + 2);
  return [`${named}${pen.ink.dim(`${gap}${first.trimStart()}`)}`, ...rest.map((line) => pen.ink.dim(line))].join('\n');
}

function markOf({ outcome }: Check, { unicode, ink }: Pen): string {
  if (outcome === 'fail') return ink.red(unicode ? '✖' : 'x');
  if (outcome === 'pass') return ink.green(unicode ? '✔' : '+');
  return outcome === 'inconclusive' ? ink.yellow('?') : ink.dim(unicode ? '–' : '-');
}
