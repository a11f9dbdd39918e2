import type { Addresses } from '../../model/evidence.ts';
import { got, type Outcome } from '../../model/outcome.ts';
import type { Hop, RedirectEnd, Redirects } from '../../model/redirects.ts';
import { queryValuesOf, withoutValues } from '../../model/secrets.ts';
import { requestUrl, type Target } from '../../model/target.ts';
import type { GatherContext } from '../context.ts';
import { gatherer } from '../contract.ts';
import { placeOf } from './redirect-place.ts';
import { type Asker, askerFor, rounds } from './variation.ts';

/** Browsers follow 20; five show a chain, and a circle shows itself earlier. */
const MOST_HOPS = 5;
/** The first pass may meet a page that is made on its first visit, and a busy machine delays another: the quickest counts. */
const PASSES = 3;
/** RFC 9110 §15.4; 304 is no redirect. */
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

export async function gatherRedirects(
  context: GatherContext,
  addresses: Addresses,
): Promise<Outcome<Redirects> | null> {
  const { host } = context.target;
  const own = addresses.visits.filter(({ name }) => name === host);
  if (!own.some(({ answer, location }) => location !== null && REDIRECTS.has(answer?.status ?? 0))) return null;
  const asker = askerFor(addresses, context);
  if (!asker.ok) return asker;
  const pass = rounds(asker.value, PASSES, context);
  const walks: Redirects[] = [];
  while (pass.next()) walks.push(await follow(asker.value, context.target));
  const [quickest] = walks.filter(({ hops }) => hops.length > 0).toSorted((a, b) => hopsMs(a) - hopsMs(b));
  return quickest === undefined ? null : got(quickest);
}

const hopsMs = ({ hops }: Redirects): number => hops.reduce((sum, { ms }) => sum + ms, 0);

/** A followed chain so far. */
interface Walk {
  readonly hops: Hop[];
  readonly visited: Set<string>;
  readonly secrets: string[];
}

async function follow(asker: Asker, target: Target): Promise<Redirects> {
  const walk: Walk = { hops: [], visited: new Set(), secrets: [...queryValuesOf(target.path)] };
  let path: string | null = target.path;
  while (path !== null) {
    walk.visited.add(path);
    const visit = await asker.ask({ path });
    if (!visit.ok) return ended(walk, 'no-answer');
    const { status, totalMs, firstByteMs, headers } = visit.value;
    const ms = totalMs ?? firstByteMs;
    const { location } = headers;
    if (!REDIRECTS.has(status) || location === undefined) {
      return { ...ended(walk, 'answer'), answer: { status, ms } };
    }
    walk.hops.push({ status, place: shownPlace(location, walk.secrets), ms });
    path = pathOn(target, path, location);
    if (path === null) return ended(walk, 'elsewhere');
    if (walk.visited.has(path)) return ended(walk, 'circle');
    if (walk.hops.length >= MOST_HOPS) return ended(walk, 'too-many');
    walk.secrets.push(...queryValuesOf(path));
  }
  return ended(walk, 'no-answer');
}

const ended = ({ hops }: Walk, ends: RedirectEnd): Redirects => ({ hops, ends, answer: null });

const shownPlace = (location: string, secrets: readonly string[]): string =>
  withoutValues(placeOf(location) ?? '', secrets);

/** The path of a Location on the target's own origin; null for another origin and for what is no URL. */
function pathOn(target: Target, path: string, location: string): string | null {
  try {
    const url = new URL(location, requestUrl({ url: target.url, path }));
    return url.origin === new URL(target.url).origin ? `${url.pathname}${url.search}` : null;
  } catch {
    return null;
  }
}

export const redirects = gatherer({
  kind: 'redirects',
  title: 'following the redirects of the URL',
  when: 'before',
  harm: 'none',
  budgetMs: 20_000,
  sends: [
    'where the URL answers with a redirect: a `GET` of the URL and of up to 5 redirects of its own origin, at most three times; another host is never followed',
  ],
  needs: ['addresses', 'answer'],
  async gather({ addresses }, context) {
    const found = await gatherRedirects(context, addresses);
    return context.signal.aborted ? null : found;
  },
});
