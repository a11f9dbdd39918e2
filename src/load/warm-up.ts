import { median } from '../stats/quantile.ts';

/** Whether latency is steady, which means that connects, caches and compilation no longer slow the responses. Pure. */
export interface WarmUp {
  add(serviceMs: number): void;
  readonly steady: boolean;
}

/** One slow response does not move a median of this many. */
const BLOCK_RESPONSES = 15;
/** Three in a row, because two can be alike by chance while caches are still filling. */
const BLOCKS_ALIKE = 3;
/** JIT and caches change a median by far more than a tenth. The noise of a quiet machine changes it by less. */
const ALIKE_SHARE = 0.1;
/** Differences below this are noise of the clock and the scheduler. */
const ALIKE_MS = 0.05;

export function startWarmUp(): WarmUp {
  let block: number[] = [];
  let medians: readonly number[] = [];
  return {
    add(serviceMs) {
      block.push(serviceMs);
      if (block.length < BLOCK_RESPONSES) return;
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
