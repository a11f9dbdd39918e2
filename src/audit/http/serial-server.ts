import type { Addresses, Listeners } from '../../model/evidence.ts';
import type { Fact, Opinion } from '../../model/finding.ts';
import type { Slope } from '../../model/slope.ts';
import { aloneMs, growth, isOneAtATime, mayBeInTurn, NOTABLE_MS, workersShown } from '../../model/slope-shape.ts';
import { atServer } from '../../stacks/remedy.ts';
import { audit, inconclusive, note, pass, type Subject } from '../contract.ts';
import { ms } from '../duration.ts';
import { serverHeader, whoListens } from '../network/address-facts.ts';
import { adviceFor, factsFor, serverRemedies } from '../remedies.ts';
import { connectsFact, FAILS_MS, isQuick, otherCause, severityOf, timesFact } from './at-once.ts';
import { blocksEventLoop, queueSeen } from './one-at-a-time.ts';

export const serialServer = audit({
  id: 'serial-server',
  title: 'the server answers one request at a time',
  holds: 'the server answers requests side by side',
  needs: ['slope', 'addresses'],
  uses: ['listeners'],
  check({ slope, addresses, listeners }, subject) {
    const other = otherCause(slope, addresses, subject.target.host);
    if (other !== null) return other;
    const eachMs = aloneMs(slope, 'none');
    if (eachMs < NOTABLE_MS) return pass(isQuick(eachMs));
    if (!isOneAtATime(slope, 'none')) return notSerial(slope);
    if (blocksEventLoop(slope)) return pass('requests wait for an event loop; see event-loop-blocked');
    if (slope.serving === null || slope.acceptsIdle === null) {
      return inconclusive(
        `requests are answered one at a time, each in ${ms(eachMs)}; reading the sockets of the listening process, as its user ` +
          'on Linux, would decide between one worker and a blocked event loop',
      );
    }
    return oneAtATime({ slope, eachMs, addresses, listeners }, subject);
  },
});

interface Found {
  readonly slope: Slope;
  readonly eachMs: number;
  readonly addresses: Addresses;
  readonly listeners: Listeners | undefined;
}

function notSerial(slope: Slope): Opinion {
  const workers = workersShown(slope, 'none');
  if (workers !== null) return pass(`it answers ${workers} requests at once`);
  const times = `the last of several requests at once takes ${growth(slope, 'none').toFixed(1)} times as long as one alone`;
  if (!mayBeInTurn(slope, 'none')) return pass(times);
  return inconclusive(
    `${times}, and the others are not evenly apart; the same requests on an idle machine would decide`,
  );
}

function oneAtATime({ slope, eachMs, addresses, listeners }: Found, subject: Subject): Opinion {
  const facts = factsOf(slope, listeners);
  const isQueued = queueSeen(slope);
  const summary =
    `Requests are answered one at a time: each one waits ${ms(eachMs)} for every request before it. ` +
    (isQueued
      ? 'The next connection is accepted only when the answer before it is complete.'
      : 'All connections are accepted at once, so that the requests wait inside the server or behind it.');
  if (eachMs < FAILS_MS) return note(summary, { facts });
  const remedies = isQueued ? serverRemedies(listeners, serverHeader(addresses)) : {};
  const advice = adviceFor(
    'serial-server',
    remedies,
    factsFor(subject, { savesMs: eachMs }),
    isQueued ? workers : inside,
  );
  return { outcome: 'fail', severity: severityOf(eachMs), costMs: eachMs, summary, facts, advice };
}

const factsOf = (slope: Slope, listeners: Listeners | undefined): readonly Fact[] => [
  timesFact(slope, 'none'),
  connectsFact(slope),
  { kind: 'text', text: whoListens(listeners) ?? 'The listening process could not be read here.' },
];

const workers = atServer({
  do: 'give the server more than one worker: more threads or processes, or its threaded mode',
  command: null,
});

const inside = atServer({
  do: 'find what all requests wait for: a lock around the handler, a pool with one connection, or one worker behind a proxy',
  command: null,
});
