import type { Check } from '../../model/finding.ts';
import type { Pen } from './pen.ts';

/** Below this width the sentence has no room beside the id. */
const WIDE_ENOUGH = 76;

/** The checks that did not fail, one line each. Failed ones are drawn as findings above. */
export function drawChecks(checks: readonly Check[], pen: Pen): string {
  const shown = checks.filter(({ outcome }) => outcome !== 'fail');
  const idWidth = Math.max(0, ...shown.map(({ id }) => id.length));
  return shown.map((check) => drawCheck(check, idWidth, pen)).join('\n');
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
  if (outcome === 'pass') return ink.green(unicode ? '✔' : '+');
  return outcome === 'inconclusive' ? ink.yellow('?') : ink.dim('-');
}
