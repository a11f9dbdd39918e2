import type { Addresses } from '../../model/evidence.ts';
import { got, gotNothing, type Outcome } from '../../model/outcome.ts';
import type { Preflight } from '../../model/preflight.ts';
import type { GatherContext } from '../context.ts';
import { gatherer } from '../contract.ts';
import { askerFor, rounds } from './variation.ts';

/** The page of a development server on the usual port. */
const ORIGIN = 'http://localhost:3000';
const VISITS = 3;
/** A second slow answer confirms the first. */
const ENOUGH_MS = 200;

export async function gatherPreflight(
  context: GatherContext,
  addresses: Addresses,
): Promise<Outcome<Preflight> | null> {
  const asker = askerFor(addresses, context);
  if (!asker.ok) return asker;
  const round = rounds(asker.value, VISITS, context, ENOUGH_MS);
  const visitsMs: number[] = [];
  let last: Pick<Preflight, 'status' | 'allows' | 'maxAgeS'> | null = null;
  while (round.next()) {
    const visit = await asker.value.ask({
      method: 'OPTIONS',
      headers: {
        origin: ORIGIN,
        'access-control-request-method': 'GET',
        'access-control-request-headers': 'authorization,content-type',
      },
    });
    if (!visit.ok) break;
    const { status, headers, totalMs, firstByteMs } = visit.value;
    visitsMs.push(totalMs ?? firstByteMs);
    const allowed = headers['access-control-allow-origin'];
    last = {
      status,
      allows: allowed === '*' || allowed === ORIGIN,
      maxAgeS: secondsOf(headers['access-control-max-age']),
    };
  }
  if (last !== null) return got({ origin: ORIGIN, visitsMs, ...last });
  return gotNothing('no-answer', `OPTIONS got no answer within ${Math.round(asker.value.limitMs)} ms`);
}

const secondsOf = (text: string | undefined): number | null =>
  text !== undefined && /^-?\d{1,9}$/.test(text.trim()) ? Number(text) : null;

export const preflight = gatherer({
  kind: 'preflight',
  title: 'asking as a page of another origin would',
  when: 'before',
  harm: 'none',
  budgetMs: 20_000,
  sends: [
    'up to 3 `OPTIONS` of the URL with the `Origin` http://localhost:3000, as a browser sends before a request of another origin',
  ],
  needs: ['addresses', 'answer'],
  async gather({ addresses }, context) {
    const found = await gatherPreflight(context, addresses);
    return context.signal.aborted ? null : found;
  },
});
