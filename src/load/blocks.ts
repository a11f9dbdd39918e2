import type { Block } from '../model/suite.ts';
import { designEffect, designEffectOfMean } from '../stats/interval.ts';
import { addOctaves, beyond, bucketNearest, countInOctaves, emptyOctaves, type Octaves } from '../stats/octaves.ts';
import { mean } from '../stats/quantile.ts';

/** Between 20 and 40 blocks: enough for an interval, few enough that each holds neighbours only. */
const MOST_BLOCKS = 40;
const US_PER_MS = 1_000;

export interface Blocks {
  /** @param us whole microseconds. */
  add(us: number): void;
  all(): readonly Block[];
  /** How many answers count as one where a quantile is bracketed. @param sdMs of single answers. */
  designEffectAt(quantile: number, sdMs: number): number;
}

interface Counted {
  n: number;
  sumUs: number;
  /** For whoever asks later how many lie beyond a quantile, which nobody knows yet. */
  readonly octaves: Octaves;
}

/** Blocks of equal size whose size doubles whenever there are too many: flat memory for a run of unknown length. */
export function growingBlocks(): Blocks {
  // A block that became part of its neighbour is used again: 3 KB for each answer at the start are work for the collector.
  const spare: Counted[] = [];
  const fresh = (): Counted => spare.pop() ?? { n: 0, sumUs: 0, octaves: emptyOctaves() };
  let size = 1;
  let full: Counted[] = [];
  let open = fresh();
  return {
    add(us) {
      count(open, us);
      if (open.n < size) return;
      full.push(open);
      if (full.length === MOST_BLOCKS) {
        full = pairwise(full, spare);
        size *= 2;
      }
      open = fresh();
    },
    // A last block that is not full would weigh as much as the others with less behind it: it is left out.
    all: () => full.map(blockOf),
    designEffectAt: (quantile, sdMs) => effectBeyond(full, quantile) ?? designEffectOfMean(full.map(blockOf), sdMs),
  };
}

const blockOf = ({ n, sumUs }: Counted): Block => ({ n, meanMs: sumUs / n / US_PER_MS });

function count(block: Counted, us: number): void {
  block.n += 1;
  block.sumUs += us;
  countInOctaves(block.octaves, us);
}

function pairwise(blocks: readonly Counted[], spare: Counted[]): Counted[] {
  return blocks.flatMap((block, index) => {
    const next = blocks[index + 1];
    if (index % 2 === 1 || next === undefined) return [];
    block.n += next.n;
    block.sumUs += next.sumUs;
    addOctaves(block.octaves, next.octaves);
    next.octaves.fill(0);
    spare.push({ ...next, n: 0, sumUs: 0 });
    return [block];
  });
}

/** This much further out it is another quantile. Nearer to the middle answers resemble each other more, which is careful. */
const FURTHEST_OUT = 0.5;

/**
 * Of the answers beyond a quantile, which are what its rank depends on: long answers resemble their neighbours less than
 * all answers do.
 * @returns null where the answers lie too close together for buckets to tell them apart.
 */
function effectBeyond(blocks: readonly Counted[], quantile: number): number | null {
  const whole = emptyOctaves();
  for (const { octaves } of blocks) addOctaves(whole, octaves);
  const bucket = bucketNearest(whole, quantile);
  const shares = blocks.map(({ n, octaves }) => beyond(octaves, bucket) / n);
  const share = mean(shares);
  const outermost = FURTHEST_OUT * Math.min(quantile, 1 - quantile);
  if (!(Math.min(share, 1 - share) >= outermost)) return null;
  return designEffect(shares, { perBlock: mean(blocks.map(({ n }) => n)), variance: share * (1 - share) });
}
