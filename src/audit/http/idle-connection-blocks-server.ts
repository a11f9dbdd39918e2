import type { Listeners } from '../../model/evidence.ts';
import type { IdleConnection } from '../../model/idle-connection.ts';
import type { Advice, Opinion } from '../../model/finding.ts';
import type { HeldConnection, OpenConnections } from '../../model/open-connections.ts';
import { median } from '../../stats/quantile.ts';
import { atServer } from '../../stacks/remedy.ts';
import { audit, inconclusive, notApplicable, pass, type Subject } from '../contract.ts';
import { ms } from '../duration.ts';
import { serverHeader, whoListens } from '../network/address-facts.ts';
import { adviceFor, factsFor, serverRemedies } from '../remedies.ts';
import {
  type Blocked,
  blockerIn,
  blockIn,
  clientText,
  SEEN_WHILE_BLOCKED,
  suspectsIn,
  trialFacts,
  trialOf,
} from './idle-blocks.ts';

const ID = 'idle-connection-blocks-server';

export const idleConnectionBlocksServer = audit({
  id: ID,
  title: 'a silent connection blocks all others',
  holds: 'a silent connection blocks no other',
  needs: ['addresses'],
  uses: ['open-connections', 'idle-connection', 'listeners'],
  explains: ['keep-alive-holds-worker', ...SEEN_WHILE_BLOCKED],
  check({ addresses, listeners, ...seen }, subject) {
    const remedies = serverRemedies(listeners, serverHeader(addresses));
    const advice = adviceFor(ID, remedies, factsFor(subject), general);
    const { 'open-connections': open, 'idle-connection': idle } = seen;
    if (open !== undefined) return whileSilent(open, listeners, advice);
    if (idle === undefined) return notApplicable('a silent connection is opened with --deep only');
    return inTrial(idle, advice, subject);
  },
});

/** The target does not answer at this moment: whether a silent connection of another client is the cause. */
function whileSilent(open: OpenConnections, listeners: Listeners | undefined, advice: readonly Advice[]): Opinion {
  const blocker = blockerIn(open, 'silent');
  if (blocker !== undefined) return blockedBy(blocker, open, listeners, advice);
  const [suspect] = suspectsIn(open, 'silent');
  if (suspect === undefined) return notApplicable('no silent connection of another client keeps the server busy');
  return inconclusive(
    `${clientText(suspect)} holds a silent connection, and the server takes no other: end that program and try again, ` +
      'or run whyslow as root, which shows for what the server waits',
  );
}

function blockedBy(
  blocker: HeldConnection,
  { queued }: OpenConnections,
  listeners: Listeners | undefined,
  advice: readonly Advice[],
): Opinion {
  const client: Advice = {
    do: `close the connection of ${clientText(blocker)}: the server then answers the requests that wait`,
    command: null,
    where: 'client',
    savesMs: null,
  };
  return {
    outcome: 'fail',
    severity: 'high',
    costMs: blocker.quietMs,
    summary:
      `The server waits for a request of ${clientText(blocker)}, which opened a connection ${ms(blocker.quietMs)} ago and ` +
      'sent nothing. It answers no other connection until that one ends.',
    facts: [
      { kind: 'measure', label: 'connections that wait to be accepted', value: queued, unit: 'count' },
      { kind: 'text', text: whoListens(listeners) ?? 'The listening process could not be read here.' },
    ],
    advice: [...advice, client],
  };
}

function inTrial({ aloneMs, trials }: IdleConnection, advice: readonly Advice[], { target }: Subject): Opinion {
  const trial = trialOf({ aloneMs, trials }, 'silent');
  if (trial === undefined) return inconclusive('no second connection was accepted beside a silent one');
  const blocked = blockIn(trial, median(aloneMs));
  if (blocked !== null) return blockedFor(blocked, aloneMs, advice);
  if (trial.waitMs === null) {
    return inconclusive(
      `a request beside a silent connection got no answer, also after that connection ended; ` +
        `whether port ${target.port} was busy with another client is not known`,
    );
  }
  return pass(`with a silent connection beside it, a request is answered in ${ms(trial.waitMs)}`);
}

function blockedFor(blocked: Blocked, aloneMs: readonly number[], advice: readonly Advice[]): Opinion {
  const end =
    blocked.until === 'released'
      ? `It got no answer for ${ms(blocked.waitMs)}, and its answer as soon as that connection was closed.`
      : `It got its answer after ${ms(blocked.waitMs)}, when the server gave that connection up.`;
  return {
    outcome: 'fail',
    severity: 'high',
    costMs: blocked.waitMs,
    summary:
      'One connection on which nothing is sent keeps the server from answering a request on another one. ' +
      `${end} Browsers open such connections in advance.`,
    facts: trialFacts(aloneMs, blocked, 'one that is silent'),
    advice,
  };
}

const general = atServer(
  { do: 'let the server handle each connection in a thread, a process or an event loop of its own', command: null },
  { do: 'give the server a time-out of a few seconds for the first request of a connection', command: null },
);
