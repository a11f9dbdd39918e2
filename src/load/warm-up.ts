import { median } from '../stats/quantile.ts';

/** Whether the first answers have stopped paying for connects, caches and compilation. Pure. */
export interface WarmUp {
  add(serviceMs: number): void;
  readonly steady: boolean;
}

/** As many answers make a median that one slow answer cannot move. */
const BLOCK_ANSWERS = 15;
/** Three in a row, because two alike are chance while caches are still filling. */
const BLOCKS_ALIKE = 3;
/** JIT and caches change a median by far more than a tenth; the noise of a quiet machine moves it by less. */
const ALIKE_SHARE = 0.1;
/** Below a twentieth of a millisecond alike is what the clock and the scheduler make of it. */
const ALIKE_MS = 0.05;

export function startWarmUp(): WarmUp {
  let block: number[] = [];
  let medians: readonly number[] = [];
  return {
    add(serviceMs) {
      block.push(serviceMs);
      if (block.length < BLOCK_ANSWERS) return;
      medians = [...medians, median(block)].slice(-BLOCKS_ALIKE);
      block = [];
    },
    get steady() {
      if (medians.length < BLOCKS_ALIKE) return false;
      const [least, most] = [Math.min(...medians), Math.max(...medians)];
      return most - least <= Math.max(ALIKE_MS, least * ALIKE_SHARE);
    },
  };
}
