import type { Check } from '../../model/finding.ts';
import type { Pen } from './pen.ts';

/** The checks that hold or could not be made, a line each; those that fail were drawn as findings above. */
export function drawChecks(checks: readonly Check[], pen: Pen): string {
  const { ink } = pen;
  return checks
    .filter(({ outcome }) => outcome !== 'fail')
    .map((check) => {
      const [first = '', ...rest] = pen.wrap(`${check.id}: ${check.summary}`, 4).split('\n');
      return [`  ${markOf(check, pen)} ${first.trimStart()}`, ...rest].map((line) => ink.dim(line)).join('\n');
    })
    .join('\n');
}

function markOf({ outcome }: Check, { unicode }: Pen): string {
  if (outcome === 'pass') return unicode ? '✔' : '+';
  return outcome === 'inconclusive' ? '?' : '-';
}
