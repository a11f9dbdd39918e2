import type { Change } from '../model/comparison.ts';
import { msText } from './words.ts';

/** `24.1 → 27.9 ms (+15.7 %, +9.8…+21.3 %)`: before, after, the change and its 95 % interval. */
export function changeText({ beforeMs, afterMs, change, interval }: Change): string {
  const moved = `${msText(beforeMs)} → ${msText(afterMs)} ms`;
  if (change === null) return moved;
  const range = interval === null ? '' : `, ${percent(interval[0])}…${percent(interval[1])} %`;
  return `${moved} (${percent(change)} %${range})`;
}

const percent = (share: number): string => `${share < 0 ? '−' : '+'}${Math.abs(share * 100).toFixed(1)}`;
