import type { RoundsPlan } from './contract.ts';

/** The mean time of one response of each arm, in ms. */
export interface ResponseCosts {
  readonly a: number;
  readonly b: number;
  readonly control: number;
}

/** Many small pairs say more than few large ones, but a median needs at least this number of responses. */
const FEWEST_IN_BLOCK = 10;
/** A slow server gets fewer pairs before it gets smaller blocks. A comparison needs at least this number of pairs. */
const FEWEST_PAIRS = 10;
/** Responses that warm up the connection of each block. */
const WARM_UP = 3;
/** The time between two blocks: connects, histograms and their arithmetic. */
const BETWEEN_MS = 20;

/** The reference server answers within 1 ms: a smaller block ends before a CPU core has left its idle state. */
const FEWEST_OF_CONTROL = 60;

export const controlRequestsFor = (requests: number): number => Math.max(requests, FEWEST_OF_CONTROL);

/** The responses in a block, and the pairs that fit into the budget. Their number is even: A and B are first alike. */
export function blockSizeFor(
  costs: ResponseCosts,
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
