import type { Advice, Fact, Opinion } from '../../model/finding.ts';
import type { Preflight } from '../../model/preflight.ts';
import type { ServerWaits } from '../../model/waits.ts';
import { SLOW_ANSWER_MS } from '../../model/slow.ts';
import { isSuccess } from '../../model/status.ts';
import { atServer } from '../../stacks/remedy.ts';
import { audit, note, notApplicable, pass } from '../contract.ts';
import { ms } from '../duration.ts';
import { serverHeader } from '../network/address-facts.ts';
import { adviceFor, factsFor, serverRemedies } from '../remedies.ts';
import { insideCause, type InsideId } from '../server/inside-cause.ts';

/** Browsers keep a permission without Access-Control-Max-Age for 5 s (Fetch standard, CORS-preflight cache). */
const DEFAULT_MAX_AGE_S = 5;
/** Chromium keeps a permission for 2 h at most. From ten minutes on, its cost is rare. */
const LONG_MAX_AGE_S = 600;
/** A preflight that takes at most a fifth longer than a request is slow for the same reason as the request. */
const MOST_OF_A_REQUEST = 1.2;
/** A wait of a second interrupts the user, see slow-application. */
const SEVERE_MS = 1_000;

export const corsPreflight = audit({
  id: 'cors-preflight',
  title: 'the preflight of a page of another origin is slow',
  holds: 'preflights are quick',
  needs: ['preflight', 'addresses'],
  uses: ['listeners', 'waits'],
  check({ preflight, addresses, listeners, waits }, subject) {
    const { origin, status, allows, maxAgeS } = preflight;
    if (!allows || !isSuccess(status)) {
      return notApplicable(
        `OPTIONS gives status ${status} and no permission to ${origin}: no page of that origin waits`,
      );
    }
    const costMs = quickestMs(preflight);
    if (costMs <= SLOW_ANSWER_MS && (maxAgeS ?? 0) > DEFAULT_MAX_AGE_S) {
      return pass(`a preflight takes ${ms(costMs)} and is kept for ${maxAgeS} s`);
    }
    const remedies = serverRemedies(listeners, serverHeader(addresses));
    const savesMs = costMs > SLOW_ANSWER_MS ? costMs : null;
    const advice = adviceFor('cors-preflight', remedies, factsFor(subject, { savesMs }), general);
    return repeated(preflight, { costMs, cause: causeOfEach(costMs, waits) }, advice);
  },
});

/** The cause inside the server where a request takes as long as the preflight. */
function causeOfEach(costMs: number, waits: ServerWaits | undefined): InsideId | null {
  const cause = waits === undefined ? null : insideCause(waits);
  return cause !== null && costMs <= MOST_OF_A_REQUEST * cause.requestMs ? cause.id : null;
}

interface Price {
  readonly costMs: number;
  readonly cause: InsideId | null;
}

/** A preflight fails if it is slow, is often repeated, and no other finding names the reason. */
function repeated(preflight: Preflight, { costMs, cause }: Price, advice: readonly Advice[]): Opinion {
  const [summary, facts] = [summaryOf(preflight, costMs), factsOf(preflight)];
  const isRare = (preflight.maxAgeS ?? 0) >= LONG_MAX_AGE_S;
  if (costMs <= SLOW_ANSWER_MS || isRare) return note(summary, { facts, advice });
  if (cause !== null) return note(`${summary} Each request takes as long; see ${cause}.`, { facts, advice });
  return { outcome: 'fail', severity: costMs >= SEVERE_MS ? 'high' : 'medium', costMs, summary, facts, advice };
}

/** The first answer may be slow because it is the first, and a busy machine delays another: the quickest counts. */
const quickestMs = ({ visitsMs }: Preflight): number => Math.min(...visitsMs);

const summaryOf = ({ origin, maxAgeS }: Preflight, costMs: number): string =>
  `A page of ${origin} sends OPTIONS before a request with a JSON body or a token, and waits ${ms(costMs)} for it; ${keptText(maxAgeS)}.`;

function keptText(maxAgeS: number | null): string {
  if (maxAgeS === null) return `without Access-Control-Max-Age, browsers ask again after ${DEFAULT_MAX_AGE_S} s`;
  return maxAgeS <= 0 ? 'browsers ask each time' : `browsers ask again after ${maxAgeS} s`;
}

const factsOf = ({ visitsMs, status }: Preflight): readonly Fact[] => [
  { kind: 'text', text: `OPTIONS: status ${status} after ${visitsMs.map((visit) => ms(visit)).join(', ')}` },
];

const general = atServer(
  {
    do: 'let browsers keep the permission, so that they do not ask before each request',
    command: 'Access-Control-Max-Age: 7200',
  },
  { do: 'answer OPTIONS before authentication, sessions and the database', command: null },
  {
    do: 'or give the page and the server one origin: let the development server of the page forward these requests',
    command: null,
  },
);
