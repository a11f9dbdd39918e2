/** How many requests are sent at once, in this order. */
export interface SlopePlan {
  readonly sizes: readonly number[];
  /** How often the sizes are repeated: a burst of other programs then meets one of them only. */
  readonly rounds: number;
  /** Sizes of a deep diagnosis, repeated as often. */
  readonly more: readonly number[];
}

/** A server that answers one request at a time takes this long for each one, and so twice as long for the smallest batch. */
export const LONGEST_ALONE_MS = 2_000;

/** The plans keep the worst case, one request at a time, below 4 s, and the usual one below a second. */
const plans: readonly { readonly upToMs: number; readonly sizes: readonly number[]; readonly rounds: number }[] = [
  { upToMs: 150, sizes: [1, 2, 4], rounds: 2 },
  { upToMs: 600, sizes: [1, 2, 4], rounds: 1 },
  { upToMs: LONGEST_ALONE_MS, sizes: [2], rounds: 1 },
];

/** Sixteen requests at four at a time take four times as long as one. */
const LONGEST_OF_MANY_MS = 600;

export function planFor(aloneMs: number, isDeep: boolean): SlopePlan {
  const plan = plans.find(({ upToMs }) => aloneMs <= upToMs) ?? { sizes: [2], rounds: 1 };
  const more = isDeep && aloneMs <= LONGEST_OF_MANY_MS ? [8, 16] : [];
  return { sizes: plan.sizes, rounds: plan.rounds, more };
}
