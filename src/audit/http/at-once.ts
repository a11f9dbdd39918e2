import type { Addresses } from '../../model/evidence.ts';
import { delayStep } from '../../model/delay-step.ts';
import type { Fact, Opinion, Severity } from '../../model/finding.ts';
import { SLOW_ANSWER_MS } from '../../model/slow.ts';
import type { Slope, SlopeBatch } from '../../model/slope.ts';
import { aloneMs, timesOfMost } from '../../model/slope-shape.ts';
import { inconclusive } from '../contract.ts';
import { ms } from '../duration.ts';
import { answers, rowsFor } from '../network/address-facts.ts';

/**
 * A browser opens six connections to a server (the documentation of Chrome and Firefox). If each request takes 50 ms, the last
 * of six waits 250 ms for the others. The W3C Long Tasks API calls 50 ms the longest task that does not block a page.
 */
export const FAILS_MS = 50;
/** The last of six requests then waits a second, which interrupts the user's flow of thought (Nielsen). */
const SEVERE_MS = 200;

export const severityOf = (eachMs: number): Severity => (eachMs >= SEVERE_MS ? 'high' : 'medium');

/** Why the times of requests at once say nothing about the server; null where they do. */
export function otherCause(slope: Slope, addresses: Addresses, host: string): Opinion | null {
  const rows = rowsFor(addresses, host).filter(answers);
  if (slope.batches.length === 0 || rows.some((row) => delayStep(row) !== null)) {
    return {
      outcome: 'not-applicable',
      summary: 'the first answers were quick and all later ones slow; see rate-limit-delay',
    };
  }
  if (timesOfMost(slope, 'none').length === 0) {
    return inconclusive(
      'not all of several requests at once were accepted promptly and answered; see full-accept-queue',
    );
  }
  return null;
}

/** Why nothing is judged below `NOTABLE_MS`. */
export const isQuick = (eachMs: number): string =>
  `an answer takes ${ms(eachMs)}, so that a queue of requests costs little`;

/** "4 requests at once got their first bytes after 61, 120, 181 and 241 ms." */
export function timesFact(slope: Slope, cookies: SlopeBatch['cookies']): Fact {
  const times = timesOfMost(slope, cookies);
  const which = cookies === 'same' ? ' with the same cookies' : '';
  return {
    kind: 'text',
    text: `One request${which} takes ${ms(aloneMs(slope, cookies))}; the first bytes of ${times.length} at once came after ${listOf(times)}.`,
  };
}

function listOf(times: readonly number[]): string {
  const texts = times.map(ms);
  return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`;
}

/** A connect on loopback takes 0.1 ms. It becomes slow where the queue of the listener is full. */
export function connectsFact({ batches }: Slope): Fact {
  const longestMs = Math.max(...batches.flatMap(({ connectsMs }) => connectsMs));
  const text =
    longestMs <= SLOW_ANSWER_MS ? 'The connects stayed quick meanwhile: the slowest' : 'The slowest connect meanwhile';
  return { kind: 'text', text: `${text} took ${ms(longestMs)}.` };
}
