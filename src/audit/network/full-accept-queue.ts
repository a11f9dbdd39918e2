import type { Addresses, AddressVisits, Listeners } from '../../model/evidence.ts';
import type { Fact, Opinion } from '../../model/finding.ts';
import type { ListenQueue, QueuedListener } from '../../model/listen-queue.ts';
import type { SlopeBatch } from '../../model/slope.ts';
import { isSynSentAgain } from '../../model/slope-shape.ts';
import { authority } from '../../model/target.ts';
import { atServer } from '../../stacks/remedy.ts';
import { audit, note, pass, type Subject } from '../contract.ts';
import { ms } from '../duration.ts';
import { adviceFor, factsFor, serverRemedies } from '../remedies.ts';
import { rowsFor, serverHeader, whoListens } from './address-facts.ts';

/** whyslow itself opens at most two connections to an address before the queue could be empty again. */
const OF_WHYSLOW = 2;

export const fullAcceptQueue = audit({
  id: 'full-accept-queue',
  title: 'the queue of connections that the server has not accepted is full',
  holds: 'the queue of new connections is not full',
  needs: ['listen-queue', 'addresses'],
  uses: ['slope', 'listeners'],
  explains: ['unreachable-target', 'dropped-first-address', 'happy-eyeballs-tax'],
  check({ 'listen-queue': queue, addresses, slope, listeners }, subject) {
    const rows = rowsFor(addresses, subject.target.host);
    const found: Found = { queue, rows, addresses, listeners };
    const full = queue.listeners.find(isFullOfOthers);
    if (full !== undefined && rows.some(isHeldBack)) return fullQueue(full, found, subject);
    const batch = slope?.batches.find(isOverflown);
    if (batch !== undefined) return fullAtOnce(batch, found, subject);
    if ((queue.overflows ?? 0) > 0 && rows.some(isHeldBack)) return filledByWhyslow(queue);
    return pass(usually(queue));
  },
});

/** Linux drops a SYN where more connections wait than the backlog. */
const isFull = ({ backlog }: QueuedListener, waiting: number): boolean => backlog !== null && waiting > backlog;

/** Whether connections of others waited before whyslow opened one, or more than whyslow can have opened, in a full queue. */
const isFullOfOthers = (listener: QueuedListener): boolean =>
  isFull(listener, listener.mostWaiting) && (listener.waitingBefore > 0 || listener.mostWaiting > OF_WHYSLOW);

/** Whether a connect took as long as a SYN that was sent again, or longer than whyslow waits. */
const isHeldBack = ({ cold }: AddressVisits): boolean =>
  cold.some(({ connect, connectMs }) => connect === 'timed-out' || isSynSentAgain(connectMs));

const isOverflown = ({ overflows, connectsMs }: SlopeBatch): boolean =>
  (overflows ?? 0) > 0 && connectsMs.some(isSynSentAgain);

interface Found {
  readonly queue: ListenQueue;
  readonly rows: readonly AddressVisits[];
  readonly addresses: Addresses;
  readonly listeners: Listeners | undefined;
}

function fullQueue(full: QueuedListener, found: Found, subject: Subject): Opinion {
  const waiting = Math.max(full.waitingBefore, full.mostWaiting);
  const accepted = found.rows.flatMap(({ cold }) => cold).filter(({ connect }) => connect === 'accepted');
  const late = accepted.map(({ connectMs }) => connectMs).filter(isSynSentAgain);
  const costMs = late.length === 0 ? null : Math.min(...late);
  const effect =
    costMs === null
      ? 'Connections beyond them are dropped, and none of whyslow was accepted.'
      : `A connect takes ${ms(costMs)}.`;
  const summary =
    `${waiting} connections wait at ${placeOf(full, subject)} to be accepted, and its backlog is ${full.backlog}: the server runs ` +
    `and accepts too slowly, or not at all. ${effect}`;
  return failure({ summary, costMs }, found, subject);
}

function fullAtOnce({ atOnce, connectsMs }: SlopeBatch, found: Found, subject: Subject): Opinion {
  const costMs = Math.max(...connectsMs);
  const summary =
    `The queue of connections is full when ${atOnce} arrive at once: a connect takes ${ms(costMs)} then, until the client ` +
    'sends its SYN again.';
  return failure({ summary, costMs }, found, subject);
}

function failure(
  { summary, costMs }: { readonly summary: string; readonly costMs: number | null },
  { queue, addresses, listeners }: Found,
  subject: Subject,
): Opinion {
  const remedies = serverRemedies(listeners, serverHeader(addresses));
  const advice = adviceFor('full-accept-queue', remedies, factsFor(subject, { savesMs: costMs }), acceptFaster);
  return { outcome: 'fail', severity: 'high', costMs, summary, facts: factsOf(queue, listeners, subject), advice };
}

const factsOf = (queue: ListenQueue, listeners: Listeners | undefined, subject: Subject): readonly Fact[] => [
  ...queue.listeners.map(
    (each) =>
      ({
        kind: 'text',
        text: `${placeOf(each, subject)}: ${each.waitingBefore} waiting before the first request of whyslow, at most ${each.mostWaiting} later, backlog ${each.backlog ?? 'unknown'}`,
      }) as const,
  ),
  ...(queue.overflows === null
    ? []
    : [
        {
          kind: 'measure',
          label: "kernel's ListenOverflows meanwhile",
          value: queue.overflows,
          unit: 'count',
        } as const,
      ]),
  { kind: 'text', text: whoListens(listeners) ?? 'The listening process could not be read here.' },
];

const placeOf = ({ address }: QueuedListener, { target }: Subject): string => authority(address, target.port);

/** The connects of whyslow filled a queue that was empty before. */
const filledByWhyslow = ({ listeners }: ListenQueue): Opinion =>
  note(
    `A connect took a second because whyslow's own connections filled the queue of the server, whose backlog is ` +
      `${listeners[0]?.backlog ?? 'unknown'}. Clients that open several connections at once wait there too.`,
    { advice: acceptFaster({ port: 0, peer: null, platform: '', savesMs: null }) },
  );

function usually({ listeners }: ListenQueue): string {
  if (listeners.length === 0) return 'no process listens on the port';
  const most = Math.max(...listeners.map(({ mostWaiting }) => mostWaiting));
  const backlog = Math.min(...listeners.map((each) => each.backlog ?? Infinity));
  return `at most ${most} connections waited to be accepted${Number.isFinite(backlog) ? `; the backlog is ${backlog}` : ''}`;
}

const acceptFaster = atServer(
  {
    do: 'find what keeps the server from accepting: a stopped or hanging process, a breakpoint, one worker that is busy, no free file descriptor',
    command: null,
  },
  { do: 'raise the backlog of its listening socket, and the number of its workers', command: null },
);
