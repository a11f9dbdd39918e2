import type { Against, FindingChange, NameChange } from '../model/against.ts';
import { countText, durationText } from './number-text.ts';

/** Why a comparison cannot be made, or the caveats of one that can. */
export function comparableText({ comparable }: Against): readonly string[] {
  switch (comparable.kind) {
    case 'same-server':
      return comparable.caveats;
    case 'not-comparable':
      return [`cannot be compared, because ${comparable.because}`];
    case 'not-checked':
      return ['it was not checked whether both runs are of the same server'];
    default:
      return comparable satisfies never;
  }
}

/** "solved slow-name-lookup (5.00 s → –)": one change in a line. */
export function findingChangeText({ id, change, beforeMs, afterMs, because }: FindingChange): string {
  const costs = beforeMs === null && afterMs === null ? '' : ` (${costText(beforeMs)} → ${costText(afterMs)})`;
  return `${changeLabel(change)} ${id}${costs}${because === null ? '' : `: ${because}`}`;
}

export const changeLabel = (change: FindingChange['change']): string => change.replace('-', ' ');

export const costText = (ms: number | null, otherwise = '–'): string => (ms === null ? otherwise : durationText(ms));

/** Each format shows its own form of these marks. */
export const findingChangeMarks = {
  solved: { unicode: '✔', ascii: 'ok', emoji: '✅' },
  'not-solved': { unicode: '✖', ascii: 'x', emoji: '❌' },
  new: { unicode: '✖', ascii: 'x', emoji: '❌' },
  undecided: { unicode: '?', ascii: '?', emoji: '❔' },
} as const satisfies Readonly<Record<FindingChange['change'], unknown>>;

/** A factor below a tenth is noise. */
const LEAST_FACTOR = 1.1;

/** "1.7 times faster". Null where the change is not faster, or not known. */
export function fasterText({ beforeMs, afterMs }: NameChange): string | null {
  if (beforeMs === null || afterMs === null || afterMs === 0) return null;
  const factor = beforeMs / afterMs;
  if (factor < LEAST_FACTOR) return null;
  return `${factor >= 10 ? countText(factor) : factor.toFixed(1)} times faster`;
}
