import type { IdleConnection, IdleForm, IdleTrial } from '../../model/idle-connection.ts';
import type { ConnectionPhase, HeldConnection, OpenConnections } from '../../model/open-connections.ts';
import type { Fact } from '../../model/finding.ts';
import { SLOW_ANSWER_MS } from '../../model/slow.ts';
import { median } from '../../stats/quantile.ts';
import { ms } from '../duration.ts';

/** What is seen of a server that waits for an idle connection and answers no other. */
export const SEEN_WHILE_BLOCKED = [
  'mute-after-accept',
  'full-accept-queue',
  'unreachable-target',
  'accept-then-reset',
  'serial-server',
  'slow-application',
] as const;

/** A blocked server answers within milliseconds after the idle connection ends. A second allows for a busy machine. */
const PROMPT_MS = 1_000;
/** The server closes the idle connection and then answers, within the accuracy of two clocks in one process. */
const BEFORE_CLOSE_MS = 10;

/** How an idle connection kept the server from answering. */
export interface Blocked {
  /** How long a request waited. Where the server did not end the wait, as long as the connection was held. */
  readonly waitMs: number;
  /** `released`: it answered when the connection was closed by its client. `closed`: when the server closed it. */
  readonly until: 'released' | 'closed';
}

/**
 * The block that one trial shows. A slow answer alone is none: it must come just after the end of the idle connection.
 */
export function blockIn({ waitMs, heldMs, afterReleaseMs, closedMs }: IdleTrial, aloneMs: number): Blocked | null {
  if (waitMs === null) {
    if (closedMs !== null) return null;
    return afterReleaseMs !== null && afterReleaseMs <= aloneMs + PROMPT_MS
      ? { waitMs: heldMs, until: 'released' }
      : null;
  }
  if (closedMs === null || waitMs < closedMs - BEFORE_CLOSE_MS) return null;
  const isAfterClose = waitMs - closedMs <= aloneMs + PROMPT_MS;
  return isAfterClose && waitMs - aloneMs > SLOW_ANSWER_MS ? { waitMs, until: 'closed' } : null;
}

export const trialOf = ({ trials }: IdleConnection, form: IdleForm): IdleTrial | undefined =>
  trials.find((trial) => trial.form === form);

/**
 * A connection of another client in this phase that a thread of the server waits to read, while a request is open. A connect
 * that timed out has this cause only where others wait in the queue.
 */
export const blockerIn = (open: OpenConnections, phase: ConnectionPhase): HeldConnection | undefined =>
  isKeptWaiting(open) ? open.held.find((each) => each.phase === phase && each.isRead) : undefined;

const isKeptWaiting = ({ own, queued }: OpenConnections): boolean =>
  own === 'queued' || own === 'unread' || (own === 'not-accepted' && queued > 0);

/** Connections in this phase that may be the cause, where the calls of the server's threads cannot be read. */
export const suspectsIn = (open: OpenConnections, phase: ConnectionPhase): readonly HeldConnection[] =>
  isKeptWaiting(open) && open.own !== 'unread' && !open.seesCalls
    ? open.held.filter((each) => each.phase === phase)
    : [];

/** "chrome (pid 4242)", as far as known. */
export const clientText = ({ client }: HeldConnection): string =>
  client === null ? 'another client' : `${client.program} (pid ${client.pid})`;

/** The waits with and without the idle connection. */
export const trialFacts = (aloneMs: readonly number[], blocked: Blocked, what: string): readonly Fact[] => [
  {
    kind: 'table',
    head: ['other connections', 'first byte after'],
    rows: [
      ['none', ms(median(aloneMs))],
      [what, blocked.until === 'closed' ? ms(blocked.waitMs) : `none within ${ms(blocked.waitMs)}`],
    ],
  },
];
