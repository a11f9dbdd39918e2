import type { Addresses, AddressVisits, Listeners, LoopbackBaseline } from '../../model/evidence.ts';
import type { Advice, Fact } from '../../model/finding.ts';
import { type ServerWaits, watchedMs } from '../../model/waits.ts';
import { type Audit, audit, inconclusive, notApplicable, pass, type Subject } from '../contract.ts';
import { ms } from '../duration.ts';
import { timesOf } from '../http/answer-times.ts';
import { isSlow, waitsOf } from '../http/application-share.ts';
import { insideFacts } from '../http/inside-server.ts';
import { answers, rowsFor, serverHeader, whoListens } from '../network/address-facts.ts';
import { factsFor, serverRemedies } from '../remedies.ts';
import { type InsideCause, insideCause, type InsideId } from './inside-cause.ts';

/** A wait of half a second on every request is perceived as hanging. */
const SEVERE_MS = 500;

/** What is special about one cause inside the server. */
interface InsideRule {
  readonly id: InsideId;
  readonly title: string;
  summaryOf(cause: InsideCause, waits: ServerWaits): string;
  /** Besides the parts of the time and the listener. */
  factsOf?(cause: InsideCause, waits: ServerWaits): readonly Fact[];
  adviceFor(cause: InsideCause, waits: ServerWaits): readonly Advice[];
}

type Evidence = 'waits' | 'loopback-baseline' | 'listeners';

/** The audit of what takes most of the time of a request inside the server. Only one of them can fail for one server. */
export const insideAudit = ({ id, title, summaryOf, factsOf, adviceFor }: InsideRule): Audit<'addresses', Evidence> =>
  audit({
    id,
    title,
    needs: ['addresses'],
    uses: ['waits', 'loopback-baseline', 'listeners'],
    check({ addresses, waits, 'loopback-baseline': baseline, listeners }, subject) {
      const rows = rowsFor(addresses, subject.target.host).filter(answers);
      if (rows.length === 0) return notApplicable('no address gives an answer; see unreachable-target');
      if (waits === undefined) {
        return rows.flatMap((row) => waitsOf(row, baseline)).some(isSlow)
          ? inconclusive('the answers are slow, and what the server waits for was not seen')
          : pass('the answers are quick');
      }
      const cause = insideCause(waits);
      if (cause?.id !== id) return pass(otherwise(cause));
      return {
        outcome: 'fail',
        severity: cause.ms >= SEVERE_MS ? 'high' : 'medium',
        costMs: cause.ms,
        summary: summaryOf(cause, waits),
        facts: [
          ...insideFacts(waits),
          ...(factsOf?.(cause, waits) ?? []),
          ...networkFacts(rows, { addresses, baseline, subject }),
          confidenceFact(waits),
          listenerFact(listeners),
        ],
        advice: [...stackAdvice(id, cause, { addresses, listeners, subject }), ...adviceFor(cause, waits)],
      };
    },
  });

interface Seen {
  readonly addresses: Addresses;
  readonly listeners: Listeners | undefined;
  readonly subject: Subject;
}

/** The line to change in the recognised stack. It names 127.0.0.1, which must not be the address that does not answer. */
function stackAdvice(id: InsideId, { peer, ms: savesMs }: InsideCause, seen: Seen): readonly Advice[] {
  const place = id === 'downstream-late-refusal' ? /^\[::1\]:(\d+)$/ : /^(?:\[::1\]|127\.0\.0\.1):(\d+)$/;
  const port = place.exec(peer?.place ?? '')?.[1];
  const remedies = serverRemedies(seen.listeners, serverHeader(seen.addresses));
  const facts = factsFor(seen.subject, { peer: port === undefined ? null : `127.0.0.1:${port}`, savesMs });
  return port === undefined ? [] : (remedies[id]?.(facts) ?? []);
}

const otherwise = (cause: InsideCause | null): string =>
  cause === null
    ? 'no such wait is most of the time of a request'
    : `most of the time is something else; see ${cause.id}`;

/** What the network costs beside it. */
function networkFacts(
  rows: readonly AddressVisits[],
  {
    addresses,
    baseline,
    subject,
  }: { readonly addresses: Addresses; readonly baseline: LoopbackBaseline | undefined; readonly subject: Subject },
): readonly Fact[] {
  const [slowest] = rows.flatMap((row) => waitsOf(row, baseline)).toSorted((a, b) => b.applicationMs - a.applicationMs);
  if (slowest === undefined) return [];
  const { networkMs, totalMs } = timesOf(slowest, addresses, subject.target);
  return [{ kind: 'text', text: `Of a request of ${ms(totalMs)}, network and names cost ${ms(networkMs)}.` }];
}

function confidenceFact({ requestsMs, samples, shares }: ServerWaits): Fact {
  const totalMs = watchedMs({ requestsMs });
  const unknownMs = shares.find(({ kind }) => kind === 'unexplained')?.ms ?? 0;
  const requests = requestsMs.length === 1 ? '1 request' : `${requestsMs.length} requests`;
  return {
    kind: 'text',
    text: `Seen in ${requests}, at ${samples} looks at the threads; ${Math.round((100 * unknownMs) / totalMs)} % of the time is unexplained.`,
  };
}

const listenerFact = (listeners: Listeners | undefined): Fact => ({
  kind: 'text',
  text: whoListens(listeners) ?? 'The listening process could not be read here.',
});
