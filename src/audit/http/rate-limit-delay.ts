import { type DelayStep, delayStep } from '../../model/delay-step.ts';
import type { AddressVisits, Addresses, Listeners } from '../../model/evidence.ts';
import type { Opinion } from '../../model/finding.ts';
import type { Slope } from '../../model/slope.ts';
import type { ServerWaits } from '../../model/waits.ts';
import { atServer } from '../../stacks/remedy.ts';
import { audit, inconclusive, note, notApplicable, pass, type Subject } from '../contract.ts';
import { ms } from '../duration.ts';
import { answers, rowsFor, serverHeader } from '../network/address-facts.ts';
import { adviceFor, factsFor, serverRemedies } from '../remedies.ts';
import { insideCause } from '../server/inside-cause.ts';

/** RFC 6585 §4. */
const TOO_MANY_REQUESTS = '429';
/** The last of a few requests then waits half a second, which is perceived as hanging. */
const SEVERE_MS = 500;

export const rateLimitDelay = audit({
  id: 'rate-limit-delay',
  title: 'the server delays requests beyond a rate',
  holds: 'the server delays no request beyond a rate',
  needs: ['addresses'],
  uses: ['slope', 'waits', 'listeners'],
  explains: ['sleeping-request', 'slow-application'],
  check({ addresses, slope, waits, listeners }, subject) {
    const rows = rowsFor(addresses, subject.target.host).filter(answers);
    if (rows.length === 0) return notApplicable('no address gives an answer; see unreachable-target');
    const [step] = rows.flatMap((row) => delayStep(row) ?? []).toSorted((a, b) => b.delayedMs - a.delayedMs);
    if (step === undefined) return refusals(rows, slope);
    const proof = proofOf(step, { rows, slope, waits });
    if (proof === null) return undecided(step);
    return delay({ step, proof, addresses, listeners }, subject);
  },
});

interface Seen {
  readonly rows: readonly AddressVisits[];
  readonly slope: Slope | undefined;
  readonly waits: ServerWaits | undefined;
}

/** Why the delay is that of a limit, as a sentence. Null where the server may have become slow by itself. */
function proofOf({ delayedMs }: DelayStep, { rows, slope, waits }: Seen): string | null {
  const inside = waits === undefined ? null : insideCause(waits);
  // A server that computes all the time, or that gets no core, is slow and not limited.
  if (inside !== null && inside.id !== 'sleeping-request') return null;
  const after = slope?.afterPause;
  if (after !== null && after !== undefined && after.firstByteMs <= delayedMs / 2) {
    return `After a pause of ${ms(after.pausedMs)} one answer took ${ms(after.firstByteMs)} again.`;
  }
  if (inside !== null)
    return 'The server sleeps until a timer ends for most of each delayed request, as a throttle does.';
  if (counts(rows, slope)[TOO_MANY_REQUESTS] !== undefined) return 'It refused other requests as too many (429).';
  return null;
}

const undecided = ({ quick, delayedMs }: DelayStep): Opinion =>
  inconclusive(
    `the first ${quick === 1 ? 'answer was' : `${quick} answers were`} quick, and each later one takes ${ms(delayedMs)}; a pause ` +
      'longer than the window of a limit would decide between a limit and a server that has become slow',
  );

interface Found {
  readonly step: DelayStep;
  readonly proof: string;
  readonly addresses: Addresses;
  readonly listeners: Listeners | undefined;
}

function delay({ step, proof, addresses, listeners }: Found, subject: Subject): Opinion {
  const costMs = step.delayedMs - step.quickMs;
  const remedies = serverRemedies(listeners, serverHeader(addresses));
  return {
    outcome: 'fail',
    severity: costMs >= SEVERE_MS ? 'high' : 'medium',
    costMs,
    summary:
      `The server delays requests beyond a rate: the first ${step.quick === 1 ? 'answer' : `${step.quick} answers`} took at most ` +
      `${ms(step.quickMs)}, each of the ${step.delayed} later ones about ${ms(step.delayedMs)}.`,
    facts: [
      { kind: 'text', text: proof },
      { kind: 'text', text: 'The requests of this diagnosis reached the limit themselves.' },
    ],
    advice: adviceFor('rate-limit-delay', remedies, factsFor(subject, { savesMs: costMs }), exempt),
  };
}

/** The count of each status over the visits of the addresses and the requests at once. */
function counts(rows: readonly AddressVisits[], slope: Slope | undefined): Readonly<Record<string, number>> {
  const sum: Record<string, number> = {};
  const all = [...rows.map(({ statuses }) => statuses), ...(slope?.batches ?? []).map(({ statuses }) => statuses)];
  for (const [status, count] of all.flatMap((each) => Object.entries(each))) sum[status] = (sum[status] ?? 0) + count;
  return sum;
}

/** Refused requests are answered at once, and tell nothing of the times of those that are not refused. */
function refusals(rows: readonly AddressVisits[], slope: Slope | undefined): Opinion {
  const byStatus = counts(rows, slope);
  const refused = byStatus[TOO_MANY_REQUESTS] ?? 0;
  const all = Object.values(byStatus).reduce((sum, count) => sum + count, 0);
  if (refused === 0) return pass('the answers do not become slower with the number of requests');
  const [retryAfter = null] = rows.flatMap(({ response }) => response?.retryAfter ?? []);
  const until = retryAfter === null ? '' : ` It asks to wait (Retry-After: ${retryAfter}).`;
  return note(
    `The server refused ${refused} of ${all} requests of this diagnosis as too many (429).${until} The times of refused ` +
      'requests are not those of the application.',
    { advice: exempt({ port: 0, peer: null, platform: '', savesMs: null }) },
  );
}

const exempt = atServer({
  do: 'exempt loopback from the limit, or raise it in development; a client should send fewer requests at once',
  command: null,
});
