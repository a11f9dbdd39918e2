import { boundText, signedPercent } from '../../model/change-text.ts';
import { type Change, type ChangeVerdict, changeVerdicts, type Comparison } from '../../model/comparison.ts';
import type { ExitPolicy } from '../../model/policy.ts';
import type { Exit } from '../../model/run.ts';
import type { Verdict } from '../../model/verdict.ts';

/** The worst verdict of the changes; inconclusive where nothing was compared. */
export const worstChange = (changes: readonly Change[]): ChangeVerdict =>
  changeVerdicts.find((candidate) => changes.some(({ verdict }) => verdict === candidate)) ?? 'inconclusive';

/** The verdict of a run that holds this comparison. */
export function verdictOfComparison({ verdict, weight }: Comparison): Verdict {
  switch (verdict) {
    case 'regressed':
      return weight === 'advice' ? 'warn' : 'fail';
    case 'unproven':
    case 'inconclusive':
      return 'inconclusive';
    case 'improved':
    case 'same':
      return 'pass';
    default:
      return verdict satisfies never;
  }
}

/** The exit code of a comparison: see the table in docs/gate.md. */
export function exitOfComparison(
  { changes, verdict, weight }: Comparison,
  policy: Pick<ExitPolicy, 'onInconclusive'>,
): Exit {
  const reason = `${verdict}: ${named(changes, verdict)}`;
  if (weight === 'advice') return { code: 0, reason: `${reason} (advice: another machine)` };
  if (verdict === 'regressed') return { code: 11, reason };
  const undecided = verdict === 'inconclusive' || verdict === 'unproven';
  return { code: undecided && policy.onInconclusive === 'fail' ? 12 : 0, reason };
}

const named = (changes: readonly Change[], wanted: ChangeVerdict): string =>
  changes
    .filter(({ verdict }) => verdict === wanted)
    .map((each) => `${each.suite} ${each.statistic} ${movedText(each)}`)
    .join('; ');

function movedText(change: Change): string {
  if (change.change === null) return `(${change.because})`;
  const bound = change.verdict === 'same' ? boundText(change) : '';
  return `${signedPercent(change.change)} %${bound === '' ? '' : ` (${bound})`}`;
}
