import type { RoundsPlan } from './contract.ts';

/** What one answer of each arm costs, in ms. */
export interface AnswerCosts {
  readonly a: number;
  readonly b: number;
  readonly control: number;
}

/** Below this a p95 is the maximum, and one late answer is the block. */
const FEWEST_IN_BLOCK = 20;
/** A slow server gets fewer pairs before it gets smaller blocks; fewer than these say nothing. */
const FEWEST_PAIRS = 10;
/** Each block warms its connection with as many answers. */
const WARM_UP = 3;
/** What lies between two blocks: connects, histograms, and the arithmetic on them. */
const BETWEEN_MS = 8;

/** How many answers a block may have, and how many pairs there is time for. Even, so that each arm comes first as often. */
export function blockSizeFor(
  costs: AnswerCosts,
  plan: Pick<RoundsPlan, 'requests' | 'pairs' | 'samePairs'>,
  budgetMs: number,
): { readonly requests: number; readonly pairs: number } {
  const pairMs = costs.a + costs.b + 2 * costs.control;
  const perAnswerMs = (pairs: number): number => pairs * pairMs + 2 * plan.samePairs * costs.a;
  const blocks = (pairs: number): number => 4 * pairs + 2 * plan.samePairs;
  const fits = (pairs: number): number =>
    Math.floor((budgetMs - blocks(pairs) * BETWEEN_MS) / perAnswerMs(pairs)) - WARM_UP;
  const requests = Math.min(plan.requests, fits(plan.pairs));
  const fewest = Math.min(FEWEST_IN_BLOCK, plan.requests);
  if (requests >= fewest) return { requests, pairs: plan.pairs };
  const shared = budgetMs - 2 * plan.samePairs * (costs.a * (fewest + WARM_UP) + BETWEEN_MS);
  const pairs = Math.floor(shared / (pairMs * (fewest + WARM_UP) + 4 * BETWEEN_MS));
  return { requests: fewest, pairs: Math.min(plan.pairs, Math.max(FEWEST_PAIRS, pairs - (pairs % 2))) };
}
