import type { Block } from '../model/suite.ts';
import { designEffect, designEffectOfMean } from '../stats/interval.ts';
import { addOctaves, beyond, bucketNearest, countInOctaves, emptyOctaves, type Octaves } from '../stats/octaves.ts';
import { mean } from '../stats/quantile.ts';

/** Between 20 and 40 blocks: enough for an interval, and each holds consecutive responses only. */
const MOST_BLOCKS = 40;
const US_PER_MS = 1_000;

export interface Blocks {
  /** @param us whole microseconds. */
  add(us: number): void;
  all(): readonly Block[];
  /** The design effect at a quantile: how many responses count as one. @param sdMs of single responses. */
  designEffectAt(quantile: number, sdMs: number): number;
}

interface Counted {
  n: number;
  sumUs: number;
  /** Coarse counts, since the quantile is not known until the end. */
  readonly octaves: Octaves;
}

/** Blocks of equal size, which doubles whenever there are too many: bounded memory for a run of unknown length. */
export function growingBlocks(): Blocks {
  // Merged blocks are reused. New ones would cost the garbage collector 3 KB for each response at the start.
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
    // The last block is left out unless it is full, since it would weigh as much as the others.
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

/**
 * The share beyond the bucket is at least this part of the share beyond the quantile. A bucket nearer to the median is
 * accepted: latencies there are more autocorrelated, so the interval becomes wider.
 */
const FURTHEST_OUT = 0.5;

/**
 * The design effect of the share of responses beyond a quantile, on which its rank depends. Tail latencies are less
 * autocorrelated than all latencies.
 * @returns null where the latencies lie too close together for the buckets.
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
