import type { Change, Comparison } from '../../model/comparison.ts';
import { becauseOf } from './because.ts';
import { negligibleFor } from './margin.ts';

/** Runs of earlier versions hold the measured times of B, which may disagree with the estimated change. */
export const agreeing = (comparison: Comparison): Comparison =>
  comparison.changes.every(({ negligible, change }) => negligible !== null && change !== null)
    ? comparison
    : { ...comparison, changes: comparison.changes.map((change) => agreeingChange(change, comparison.how)) };

function agreeingChange(saved: Change, how: Comparison['how']): Change {
  const { beforeMs, afterMs, change, negligible, verdict } = saved;
  if (negligible !== null) return saved;
  if (change === null || beforeMs === null || afterMs === null || beforeMs === 0) {
    return { ...saved, beforeMs: knownMs(beforeMs), afterMs: knownMs(afterMs), change: null, interval: null };
  }
  const made = {
    ...saved,
    afterMs: beforeMs * (1 + change),
    negligible: negligibleFor(beforeMs),
    machineChange: how === 'in-reference-units' ? machineChangeIn(afterMs / beforeMs / (1 + change)) : null,
  };
  return { ...made, because: becauseOf(made, verdict, saved.because) };
}

/** Earlier versions wrote 0 for an unknown time. */
const knownMs = (ms: number | null): number | null => (ms === 0 ? null : ms);

/** Rounding errors of the calculation are smaller than this. */
const ROUNDING = 1e-9;
const machineChangeIn = (ratio: number): number | null => (Math.abs(ratio - 1) < ROUNDING ? null : ratio - 1);
