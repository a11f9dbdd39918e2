import type { GapTrial, IdleGap } from '../../model/idle-gap.ts';
import type { Advice, Fact, Opinion } from '../../model/finding.ts';
import { atServer } from '../../stacks/remedy.ts';
import { audit, cannotOccur, inconclusive, note, pass } from '../contract.ts';
import { ms } from '../duration.ts';
import { serverHeader } from '../network/address-facts.ts';
import { adviceFor, factsFor, serverRemedies } from '../remedies.ts';

const ID = 'early-keep-alive-close';
/**
 * The defaults of common servers are 2, 5 and 75 s; see the page of this finding. A server that closes sooner than the shortest
 * of them closes between two clicks of a user. Half a second is the margin for timers.
 */
const EARLY_MS = 1_500;
/** Pools of clients keep idle connections for 4 s to minutes: a close within this time meets some of them. */
const NOTED_MS = 5_500;

export const earlyKeepAliveClose = audit({
  id: ID,
  title: 'idle connections are closed early',
  holds: 'idle connections stay open',
  needs: ['idle-gap', 'addresses'],
  uses: ['listeners'],
  check({ 'idle-gap': gap, addresses, listeners }, subject) {
    if (gap.gaps.length === 0) return cannotOccur('the server closes each connection after its answer');
    const advice = adviceFor(ID, serverRemedies(listeners, serverHeader(addresses)), factsFor(subject), general);
    const lost = gap.gaps.find(({ again }) => again === 'lost');
    if (lost !== undefined) return lostAfter(lost, gap, advice);
    const unanswered = gap.gaps.find(({ again }) => again === 'unanswered');
    if (unanswered !== undefined) {
      return inconclusive(`a request after ${ms(unanswered.gapMs)} of idleness got no answer; a second run decides`);
    }
    const closedMs = earliestClose(gap);
    if (closedMs === null) return pass(`idle connections stay open for ${ms(longest(gap))} at least`);
    if (closedMs < EARLY_MS) return early(closedMs, gap, advice);
    if (closedMs > NOTED_MS) return pass(`idle connections stay open for ${ms(closedMs)}`);
    return note(
      `The server closes an idle connection after ${ms(closedMs)}. No request was lost here. A client that keeps ` +
        'connections for longer may send a request at the moment of the close, and gets a reset instead of an answer.',
      { facts: factsOf(gap), advice },
    );
  },
});

const longest = ({ gaps }: IdleGap): number => Math.max(0, ...gaps.map(({ gapMs }) => gapMs));

function earliestClose({ gaps }: IdleGap): number | null {
  const times = gaps.flatMap(({ closed }) => (closed === null ? [] : [closed.afterMs]));
  return times.length === 0 ? null : Math.min(...times);
}

const lostAfter = ({ gapMs }: GapTrial, gap: IdleGap, advice: readonly Advice[]): Opinion => ({
  outcome: 'fail',
  severity: 'medium',
  costMs: null,
  summary:
    `A request on a connection that was idle for ${ms(gapMs)} was lost: the server closed the connection without an ` +
    'answer. A client repeats a GET or reports an error; it does not repeat a POST by itself.',
  facts: factsOf(gap),
  advice,
});

const early = (closedMs: number, gap: IdleGap, advice: readonly Advice[]): Opinion => ({
  outcome: 'fail',
  severity: 'low',
  costMs: null,
  summary:
    `The server closes an idle connection after ${ms(closedMs)}. Requests with a longer pause between them need a new ` +
    'connection each, and a request at the moment of the close may be lost.',
  facts: factsOf(gap),
  advice,
});

const factsOf = ({ gaps }: IdleGap): readonly Fact[] => [
  {
    kind: 'table',
    head: ['idle for', 'the server', 'answer after it'],
    rows: gaps.map((trial) => [ms(trial.gapMs), closeText(trial), answerText(trial)]),
  },
];

function closeText({ closed }: GapTrial): string {
  if (closed === null) return 'kept it open';
  return `${closed.how === 'reset' ? 'reset' : 'closed'} it after ${ms(closed.afterMs)}`;
}

function answerText({ again, againMs }: GapTrial): string {
  switch (again) {
    case 'answered':
      return ms(againMs ?? 0);
    case 'not-sent':
      return 'not sent';
    case 'lost':
      return 'lost';
    case 'unanswered':
      return 'none in time';
    default:
      return again satisfies never;
  }
}

const general = atServer({
  do: 'raise the keep-alive time-out of the server above that of its clients, such as 65 s',
  command: null,
});
