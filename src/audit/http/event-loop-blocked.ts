import type { Addresses, Listeners } from '../../model/evidence.ts';
import type { Fact, Opinion } from '../../model/finding.ts';
import type { Slope } from '../../model/slope.ts';
import { aloneMs, isOneAtATime, NOTABLE_MS } from '../../model/slope-shape.ts';
import type { ServerWaits } from '../../model/waits.ts';
import { atServer } from '../../stacks/remedy.ts';
import { audit, inconclusive, note, pass, type Subject } from '../contract.ts';
import { ms } from '../duration.ts';
import { serverHeader, whoListens } from '../network/address-facts.ts';
import { adviceFor, factsFor, serverRemedies } from '../remedies.ts';
import { insideCause, type InsideId } from '../server/inside-cause.ts';
import { FAILS_MS, isQuick, otherCause, severityOf, timesFact } from './at-once.ts';
import { insideFacts } from './inside-server.ts';
import { blocksEventLoop } from './one-at-a-time.ts';

/** Where one of these takes most of a request, it is the cause, and other requests wait as a consequence. */
const causes: ReadonlySet<InsideId> = new Set(['waits-for-core', 'disk-bound-request', 'lock-bound-request']);

export const eventLoopBlocked = audit({
  id: 'event-loop-blocked',
  title: 'each answer blocks the event loop for all others',
  holds: 'an answer does not block the event loop',
  needs: ['slope', 'addresses'],
  uses: ['listeners', 'waits'],
  explains: ['cpu-bound-request', 'slow-application'],
  check({ slope, addresses, listeners, waits }, subject) {
    const other = otherCause(slope, addresses, subject.target.host);
    if (other !== null) return other;
    const eachMs = aloneMs(slope, 'none');
    if (eachMs < NOTABLE_MS) return pass(isQuick(eachMs));
    if (!isOneAtATime(slope, 'none')) return pass('requests at once are not answered one after the other');
    if (slope.serving === null || slope.acceptsIdle === null) {
      return inconclusive(
        'requests are answered one at a time; the epoll of the listening process and its queue, read on Linux, would decide',
      );
    }
    if (!blocksEventLoop(slope)) return pass('requests are answered one at a time, and not by an event loop');
    return blocked({ slope, eachMs, addresses, listeners, waits }, subject);
  },
});

interface Found {
  readonly slope: Slope;
  readonly eachMs: number;
  readonly addresses: Addresses;
  readonly listeners: Listeners | undefined;
  readonly waits: ServerWaits | undefined;
}

function blocked({ slope, eachMs, addresses, listeners, waits }: Found, subject: Subject): Opinion {
  const cause = waits === undefined ? null : insideCause(waits);
  const summary =
    `Each answer blocks the event loop for ${ms(eachMs)}: no other request is read meanwhile, and no connection accepted.` +
    (cause?.id === 'cpu-bound-request' ? ' It computes for most of that time.' : '');
  const facts: readonly Fact[] = [
    timesFact(slope, 'none'),
    ...insideFacts(waits),
    { kind: 'text', text: whoListens(listeners) ?? 'The listening process could not be read here.' },
  ];
  if (cause !== null && causes.has(cause.id)) return note(`${summary} Its cause is ${cause.id}.`, { facts });
  if (eachMs < FAILS_MS) return note(summary, { facts });
  const remedies = serverRemedies(listeners, serverHeader(addresses));
  const advice = adviceFor('event-loop-blocked', remedies, factsFor(subject, { savesMs: eachMs }), offTheLoop);
  return { outcome: 'fail', severity: severityOf(eachMs), costMs: eachMs, summary, facts, advice };
}

const offTheLoop = atServer(
  {
    do: 'move the work off the event loop: a worker thread or a process for what computes, the asynchronous call for what waits',
    command: null,
  },
  { do: 'run several processes of the server, so that one answer does not stop all others', command: null },
);
