import type { AddressVisits, EvidenceValues, Listeners } from '../../model/evidence.ts';
import type { Advice, Fact, Opinion } from '../../model/finding.ts';
import { type ServerWaits, watchedMs } from '../../model/waits.ts';
import { audit, inconclusive, notApplicable, pass, type Subject } from '../contract.ts';
import { ms } from '../duration.ts';
import { timesOf } from '../http/answer-times.ts';
import { isSlow, waitsOfAll } from '../http/application-share.ts';
import { insideFacts } from '../http/inside-server.ts';
import { answers, rowsFor, serverHeader, whoListens } from '../network/address-facts.ts';
import { factsFor, serverRemedies } from '../remedies.ts';
import { type CauseOf, insideCause, type InsideId } from './inside-cause.ts';
import { isPasswordHash, loginOf } from './password-hash.ts';

/** A wait of half a second on every request is perceived as hanging. */
const SEVERE_MS = 500;

/** What is special about one cause inside the server. */
interface InsideRule {
  readonly id: InsideId;
  readonly title: string;
  readonly holds: string;
  summaryOf(cause: CauseOf, waits: ServerWaits): string;
  /** Besides the parts of the time and the listener. */
  factsOf?(cause: CauseOf, waits: ServerWaits): readonly Fact[];
  adviceFor(cause: CauseOf, waits: ServerWaits): readonly Advice[];
}

/** What the audits of all causes read. */
type Evidence = Pick<EvidenceValues, 'addresses'> &
  Partial<Pick<EvidenceValues, 'waits' | 'flow-waits' | 'load-trials' | 'loopback-baseline' | 'listeners'>>;

/** One kind of request that was watched. */
interface Seen {
  readonly cause: CauseOf;
  readonly waits: ServerWaits;
}

/** The audit of what takes most of the time inside the server. Only one of them can fail for one kind of request. */
export const insideAudit = (rule: InsideRule) =>
  audit({
    id: rule.id,
    title: rule.title,
    holds: rule.holds,
    needs: ['addresses'],
    uses: ['waits', 'flow-waits', 'load-trials', 'loopback-baseline', 'listeners'],
    // What the server waits for is the cause; that it does so now and then is said in a note under it.
    explains: ['sporadic-stall'],
    check(evidence, subject) {
      const rows = rowsFor(evidence.addresses, subject.target.host).filter(answers);
      if (rows.length === 0) return notApplicable('no address gives an answer; see unreachable-target');
      const seen = causesIn(evidence).toSorted((a, b) => b.cause.ms - a.cause.ms);
      const own = seen.find(({ cause }) => cause.id === rule.id);
      if (own !== undefined) return failure(rule, own, evidence, subject);
      if (evidence.waits === undefined && areSlow(rows, evidence)) {
        return inconclusive('the answers are slow, and what the server waits for was not seen');
      }
      const unknown = evidence.waits === undefined || seen.length > 0 ? 0 : unexplainedShare(evidence.waits);
      if (unknown > HALF) {
        return inconclusive(`${Math.round(100 * unknown)} % of the time of a request could not be explained`);
      }
      return pass(otherwise(evidence, seen[0]?.cause));
    },
  });

/** A cause takes most of the time of a request, so that unexplained time could hide one where it is most of it. */
const HALF = 0.5;

function unexplainedShare({ requestsMs, shares }: ServerWaits): number {
  const totalMs = watchedMs({ requestsMs });
  const unknownMs = shares.find(({ kind }) => kind === 'unexplained')?.ms ?? 0;
  return totalMs === 0 ? 0 : unknownMs / totalMs;
}

const areSlow = (rows: readonly AddressVisits[], { 'loopback-baseline': baseline }: Evidence): boolean =>
  waitsOfAll(rows, baseline).some(isSlow);

/** The causes of the URL and of each flow of the load. The check of a password has an audit of its own. */
function causesIn(evidence: Evidence): readonly Seen[] {
  const { waits, 'flow-waits': flowWaits } = evidence;
  const login = loginOf(evidence);
  const flows = (flowWaits?.flows ?? []).filter((each) => each !== login || !isPasswordHash(each, evidence));
  const watched = [
    ...(waits === undefined ? [] : [{ of: 'a request', waits }]),
    ...flows.map(({ noun, waits: each }) => ({ of: noun, waits: each })),
  ];
  return watched.flatMap(({ of, waits: each }) => {
    const cause = insideCause(each);
    return cause === null ? [] : [{ cause: { ...cause, of }, waits: each }];
  });
}

function otherwise({ waits }: Evidence, cause: CauseOf | undefined): string {
  if (cause !== undefined) return `most of the time of ${cause.of} is something else; see ${cause.id}`;
  return waits === undefined ? 'the answers are quick' : 'no such wait is most of the time of a request';
}

const failure = (rule: InsideRule, { cause, waits }: Seen, evidence: Evidence, subject: Subject): Opinion => ({
  outcome: 'fail',
  severity: cause.ms >= SEVERE_MS ? 'high' : 'medium',
  costMs: cause.ms,
  summary: rule.summaryOf(cause, waits),
  facts: [
    ...insideFacts(waits),
    ...(rule.factsOf?.(cause, waits) ?? []),
    ...(waits === evidence.waits ? networkFacts(evidence, subject) : []),
    confidenceFact(waits),
    listenerFact(evidence.listeners),
  ],
  advice: [...stackAdvice(cause, evidence, subject), ...rule.adviceFor(cause, waits)],
});

/** What the network costs beside it. */
function networkFacts({ addresses, 'loopback-baseline': baseline }: Evidence, { target }: Subject): readonly Fact[] {
  const [slowest] = waitsOfAll(rowsFor(addresses, target.host).filter(answers), baseline).toSorted(
    (a, b) => b.applicationMs - a.applicationMs,
  );
  if (slowest === undefined) return [];
  const { networkMs, totalMs } = timesOf(slowest, addresses, target);
  return [{ kind: 'text', text: `Of a request of ${ms(totalMs)}, network and names cost ${ms(networkMs)}.` }];
}

function confidenceFact(waits: ServerWaits): Fact {
  const { requestsMs, samples } = waits;
  const requests = requestsMs.length === 1 ? '1 request' : `${requestsMs.length} requests`;
  return {
    kind: 'text',
    text: `Seen in ${requests}, at ${samples} looks; ${Math.round(100 * unexplainedShare(waits))} % of the time is unexplained.`,
  };
}

/** The line to change in the recognised stack. It names 127.0.0.1, which must not be the address that does not answer. */
function stackAdvice(
  { id, peer, ms: savesMs }: CauseOf,
  { addresses, listeners }: Evidence,
  subject: Subject,
): readonly Advice[] {
  const place = id === 'downstream-late-refusal' ? /^\[::1\]:(\d+)$/ : /^(?:\[::1\]|127\.0\.0\.1):(\d+)$/;
  const port = place.exec(peer?.place ?? '')?.[1];
  if (port === undefined) return [];
  const facts = factsFor(subject, { peer: `127.0.0.1:${port}`, savesMs });
  return serverRemedies(listeners, serverHeader(addresses))[id]?.(facts) ?? [];
}

const listenerFact = (listeners: Listeners | undefined): Fact => ({
  kind: 'text',
  text: whoListens(listeners) ?? 'The listening process could not be read here.',
});
