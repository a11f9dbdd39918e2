import type { RoundsPlan } from './contract.ts';

/** What one answer of each arm costs, in ms. */
export interface AnswerCosts {
  readonly a: number;
  readonly b: number;
  readonly control: number;
}

/** Many small pairs say more than few large ones; but of fewer answers than these a middle is hardly one. */
const FEWEST_IN_BLOCK = 10;
/** A slow server gets fewer pairs before it gets smaller blocks; fewer than these say nothing. */
const FEWEST_PAIRS = 10;
/** Each block warms its connection with as many answers. */
const WARM_UP = 3;
/** What lies between two blocks: connects, histograms, and the arithmetic on them. */
const BETWEEN_MS = 20;

/** The reference answers within a millisecond: a block of fewer than these is over before a core has woken up for it. */
const FEWEST_OF_CONTROL = 60;

export const controlAnswersFor = (requests: number): number => Math.max(requests, FEWEST_OF_CONTROL);

/** How many answers a block may have, and how many pairs there is time for. Even, so that each arm comes first as often. */
export function blockSizeFor(
  costs: AnswerCosts,
  plan: Pick<RoundsPlan, 'requests' | 'pairs' | 'samePairs'>,
  budgetMs: number,
): { readonly requests: number; readonly pairs: number } {
  const armsMs = costs.a + costs.b;
  const leastControlMs = 2 * costs.control * (FEWEST_OF_CONTROL + WARM_UP);
  const sameMs = plan.samePairs * armsMs;
  const betweenMs = (pairs: number): number => (4 * pairs + 2 * plan.samePairs) * BETWEEN_MS;
  const fits = (pairs: number): number => {
    const freeMs = budgetMs - betweenMs(pairs);
    const large = freeMs / (pairs * (armsMs + 2 * costs.control) + sameMs);
    const small = (freeMs - pairs * leastControlMs) / (pairs * armsMs + sameMs);
    return Math.floor(Math.min(large, small)) - WARM_UP;
  };
  const requests = Math.min(plan.requests, fits(plan.pairs));
  const fewest = Math.min(FEWEST_IN_BLOCK, plan.requests);
  if (requests >= fewest) return { requests, pairs: plan.pairs };
  const shared = budgetMs - sameMs * (fewest + WARM_UP) - 2 * plan.samePairs * BETWEEN_MS;
  const pairs = Math.floor(shared / (armsMs * (fewest + WARM_UP) + leastControlMs + 4 * BETWEEN_MS));
  return { requests: fewest, pairs: Math.min(plan.pairs, Math.max(FEWEST_PAIRS, pairs - (pairs % 2))) };
}
