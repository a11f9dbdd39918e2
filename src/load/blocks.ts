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
  /** The full blocks themselves, to be merged with those of other processes. */
  full(): readonly Counted[];
}

export interface Counted {
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
    designEffectAt: (quantile, sdMs) => effectOf(full, quantile, sdMs),
    full: () => full,
  };
}

const effectOf = (blocks: readonly Counted[], quantile: number, sdMs: number): number =>
  effectBeyond(blocks, quantile) ?? designEffectOfMean(blocks.map(blockOf), sdMs);

/**
 * Merges the blocks of processes that measured at the same time. A stall of the server is in the blocks of each process, so
 * blocks of the same time become one block: side by side they would count as independent, and the interval would be too
 * narrow.
 */
export function mergeBlocks(processes: readonly (readonly Counted[])[]): Pick<Blocks, 'all' | 'designEffectAt'> {
  const measured = processes.filter((blocks) => blocks.length > 0);
  const parts = measured.length === 0 ? 0 : Math.min(...measured.map((blocks) => blocks.length));
  const merged = Array.from({ length: parts }, (_, part): Counted => {
    const block: Counted = { n: 0, sumUs: 0, octaves: emptyOctaves() };
    for (const blocks of measured) for (const each of partOf(blocks, part, parts)) addBlock(block, each);
    return block;
  });
  return {
    all: () => merged.map(blockOf),
    designEffectAt: (quantile, sdMs) => effectOf(merged, quantile, sdMs),
  };
}

const partOf = (blocks: readonly Counted[], part: number, parts: number): readonly Counted[] =>
  blocks.slice(Math.floor((part * blocks.length) / parts), Math.floor(((part + 1) * blocks.length) / parts));

function addBlock(to: Counted, from: Counted): void {
  to.n += from.n;
  to.sumUs += from.sumUs;
  addOctaves(to.octaves, from.octaves);
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
    addBlock(block, next);
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
