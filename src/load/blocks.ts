import type { Block } from '../model/suite.ts';

/** Between 20 and 40 blocks: enough for an interval, few enough that each holds neighbours only. */
const MOST_BLOCKS = 40;

/** Blocks of equal size whose size doubles whenever there are too many: flat memory for a run of unknown length. */
export function growingBlocks(): { add(ms: number): void; all(): readonly Block[] } {
  let size = 1;
  let full: Block[] = [];
  let sumMs = 0;
  let n = 0;
  return {
    add(ms) {
      sumMs += ms;
      n += 1;
      if (n < size) return;
      full.push({ n, meanMs: sumMs / n });
      [sumMs, n] = [0, 0];
      if (full.length < MOST_BLOCKS) return;
      full = pairwise(full);
      size *= 2;
    },
    // A last block that is not full would weigh as much as the others with less behind it: it is left out.
    all: () => full,
  };
}

const pairwise = (blocks: readonly Block[]): Block[] =>
  blocks.flatMap((block, index) => {
    const next = blocks[index + 1];
    if (index % 2 === 1 || next === undefined) return [];
    return [{ n: block.n + next.n, meanMs: (block.meanMs * block.n + next.meanMs * next.n) / (block.n + next.n) }];
  });
