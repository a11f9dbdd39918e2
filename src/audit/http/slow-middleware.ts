import type { WarmVisit } from '../../model/evidence.ts';
import type { Advice, Fact, Opinion } from '../../model/finding.ts';
import type { RouteVariants } from '../../model/route-variants.ts';
import { SLOW_ANSWER_MS } from '../../model/slow.ts';
import { median } from '../../stats/quantile.ts';
import { audit, cannotOccur, inconclusive, note, notApplicable, pass } from '../contract.ts';
import { ms } from '../duration.ts';
import { answers, rowsFor } from '../network/address-facts.ts';
import { insideCause } from '../server/inside-cause.ts';
import { isSlow, type Waits, waitsOf } from './application-share.ts';

/** As of a cause inside the server: more than half of the time, with ten points for the error of few visits. */
const MOST = 0.6;
/** A wait of half a second on every request is perceived as hanging. */
const SEVERE_MS = 500;
const NOT_FOUND: ReadonlySet<number> = new Set([404, 410]);

export const slowMiddleware = audit({
  id: 'slow-middleware',
  title: 'every route shares a slow part',
  holds: 'routes do not share a slow part',
  needs: ['addresses'],
  uses: ['route-variants', 'waits', 'loopback-baseline'],
  explains: ['slow-application', 'cors-preflight'],
  check(evidence, { target }) {
    const rows = rowsFor(evidence.addresses, target.host).filter(answers);
    if (rows.length === 0) return notApplicable('no address gives an answer; see unreachable-target');
    const [slowest] = rows
      .flatMap((row) => waitsOf(row, evidence['loopback-baseline']))
      .filter(isSlow)
      .toSorted((a, b) => b.applicationMs - a.applicationMs);
    if (slowest === undefined) return cannotOccur('the answers are quick, so no route takes long');
    const { 'route-variants': routes, waits } = evidence;
    if (routes === undefined || routes.missing.length === 0) {
      return inconclusive('the answers are slow, and no other path was compared');
    }
    const quickestMs = Math.min(...firstBytes(routes.missing));
    if (quickestMs <= SLOW_ANSWER_MS) return pass(`a path beside the URL takes ${ms(quickestMs)}`);
    if (!NOT_FOUND.has(routes.missingStatus)) {
      return inconclusive(
        `a path that should not exist is answered with ${routes.missingStatus}, so it may be a route like the URL; the times of a static file would decide`,
      );
    }
    if (rows.every(({ answer }) => NOT_FOUND.has(answer?.status ?? 0))) {
      return inconclusive('the URL itself does not exist; a URL that exists would show whether its route takes longer');
    }
    return opinionOn(routes, slowest, waits === undefined ? null : insideCause(waits));
  },
});

const firstBytes = (visits: readonly WarmVisit[]): readonly number[] => visits.map(({ firstByteMs }) => firstByteMs);

function opinionOn(routes: RouteVariants, slowest: Waits, cause: ReturnType<typeof insideCause>): Opinion {
  const missingMs = median(firstBytes(routes.missing));
  const targetMs = routes.target.length === 0 ? slowest.typicalMs : median(firstBytes(routes.target));
  const fixedMs = Math.min(missingMs - slowest.roundTripMs, targetMs);
  if (fixedMs <= SLOW_ANSWER_MS) {
    return pass(`a path that does not exist takes ${ms(missingMs)}, the URL ${ms(targetMs)}`);
  }
  const facts = factsOf(routes, targetMs);
  const times = `A path that does not exist takes ${ms(missingMs)}, the URL ${ms(targetMs)}`;
  if (cause?.id === 'waits-for-core') {
    return inconclusive(
      `${times}, while other programs use the cores; without them it would show how long each route takes`,
    );
  }
  if (cause !== null) {
    return note(`${times}: the time that ${cause.id} names is spent on every route, not by one handler.`, { facts });
  }
  if (fixedMs < MOST * targetMs) {
    return note(`${times}: ${ms(fixedMs)} of it is spent on every route, and the rest by this one.`, { facts, advice });
  }
  return {
    outcome: 'fail',
    severity: fixedMs >= SEVERE_MS ? 'high' : 'medium',
    costMs: fixedMs,
    summary: `${times}: every route takes ${ms(fixedMs)} before or around its handler.`,
    facts,
    advice: advice.map((each, place) => (place === 0 ? { ...each, savesMs: fixedMs } : each)),
  };
}

const factsOf = ({ target, missing, missingStatus }: RouteVariants, targetMs: number): readonly Fact[] => [
  {
    kind: 'table',
    head: ['path', 'visits', 'median first byte'],
    rows: [
      ['the URL', target.length === 0 ? 'earlier ones' : `${target.length}`, ms(targetMs)],
      [`one that does not exist (${missingStatus})`, `${missing.length}`, ms(median(firstBytes(missing)))],
    ],
  },
];

const advice: readonly Advice[] = [
  {
    do: 'switch off one middleware after the other: session, authentication, logging, tracing, rate limit, a proxy in front; the path that does not exist shows at once which one it was',
    command: null,
    where: 'server',
    savesMs: null,
  },
  {
    do: 'let the server state the time of each layer in its answers, in a Server-Timing header',
    command: null,
    where: 'server',
    savesMs: null,
  },
];
