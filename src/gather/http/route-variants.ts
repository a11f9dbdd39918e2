import type { Addresses, WarmVisit } from '../../model/evidence.ts';
import { got, gotNothing, type Outcome } from '../../model/outcome.ts';
import type { RouteVariants } from '../../model/route-variants.ts';
import { SLOW_ANSWER_MS } from '../../model/slow.ts';
import type { GatherContext } from '../context.ts';
import { gatherer } from '../contract.ts';
import { type Asker, askerFor, isClear, rounds, timesOf } from './variation.ts';

const VISITS = 4;
/** Two segments, so that a route with one variable part, like `/items/:id`, does not match. */
const MISSING = 'whyslow-no-such-path/none';

/** Nothing to gather where the answers are quick: then no route has a cost that matters. */
export async function gatherRouteVariants(
  context: GatherContext,
  addresses: Addresses,
): Promise<Outcome<RouteVariants> | null> {
  const asker = askerFor(addresses, context);
  if (!asker.ok) return asker;
  if (asker.value.typicalMs <= SLOW_ANSWER_MS) return null;
  const path = besides(context.target.path);
  const first = await asker.value.ask({ path });
  if (!first.ok) return gotNothing('no-answer', 'a path that should not exist got no answer');
  const { status, firstByteMs } = first.value;
  if (firstByteMs <= SLOW_ANSWER_MS) {
    return got({ target: [], missing: timesOf(first.value), missingStatus: status });
  }
  // The first answer may be slow because the page of the error is made for the first time: it does not count.
  return got({ ...(await inTurn(asker.value, path, context)), missingStatus: status });
}

async function inTurn(
  asker: Asker,
  path: string,
  context: GatherContext,
): Promise<Pick<RouteVariants, 'target' | 'missing'>> {
  const [target, missing]: [WarmVisit[], WarmVisit[]] = [[], []];
  const round = rounds(asker, VISITS, context);
  while (round.next()) {
    const own = isClear(asker) ? null : await asker.ask({});
    if (own?.ok === true) target.push(...timesOf(own.value));
    const again = await asker.ask({ path });
    if (again.ok) missing.push(...timesOf(again.value));
  }
  return { target, missing };
}

/** The folder of the URL's path, without its query, and below it a path that should not exist. */
export const besides = (path: string): string => `${path.replace(/\?.*$/, '').replace(/[^/]*$/, '')}${MISSING}`;

export const routeVariants = gatherer({
  kind: 'route-variants',
  title: 'asking for a path that does not exist',
  when: 'before',
  harm: 'none',
  budgetMs: 20_000,
  sends: [
    'where answers take more than 100 ms: up to 5 `GET`s of `whyslow-no-such-path/none` beside the path of the URL, and up to 4 of the URL',
  ],
  needs: ['addresses', 'answer'],
  async gather({ addresses }, context) {
    const found = await gatherRouteVariants(context, addresses);
    return context.signal.aborted ? null : found;
  },
});
