import type { IdleConnection } from '../../model/idle-connection.ts';
import type { Advice, Opinion } from '../../model/finding.ts';
import type { HeldConnection, OpenConnections } from '../../model/open-connections.ts';
import { median } from '../../stats/quantile.ts';
import { atServer } from '../../stacks/remedy.ts';
import { audit, cannotOccur, inconclusive, notApplicable, pass } from '../contract.ts';
import { ms } from '../duration.ts';
import { serverHeader } from '../network/address-facts.ts';
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

const ID = 'keep-alive-holds-worker';

export const keepAliveHoldsWorker = audit({
  id: ID,
  title: 'an idle kept-alive connection holds the only worker',
  holds: 'an idle connection leaves the worker free',
  needs: ['addresses'],
  uses: ['open-connections', 'idle-connection', 'listeners'],
  explains: SEEN_WHILE_BLOCKED,
  check({ addresses, listeners, ...seen }, subject) {
    const remedies = serverRemedies(listeners, serverHeader(addresses));
    const advice = adviceFor(ID, remedies, factsFor(subject), general);
    const { 'open-connections': open, 'idle-connection': idle } = seen;
    if (open !== undefined) return whileSilent(open, advice);
    if (idle === undefined) return notApplicable('a connection is kept open and idle with --deep only');
    return inTrial(idle, advice);
  },
});

function whileSilent(open: OpenConnections, advice: readonly Advice[]): Opinion {
  const blocker = blockerIn(open, 'idle');
  if (blocker !== undefined) return heldBy(blocker, open, advice);
  const [suspect] = suspectsIn(open, 'idle');
  if (suspect === undefined) return notApplicable('no idle connection of another client keeps the server busy');
  return inconclusive(
    `${clientText(suspect)} holds an idle connection, and the server takes no other: end that program and try again, ` +
      'or run whyslow as root, which shows for what the server waits',
  );
}

const heldBy = (blocker: HeldConnection, { queued }: OpenConnections, advice: readonly Advice[]): Opinion => ({
  outcome: 'fail',
  severity: 'high',
  costMs: blocker.quietMs,
  summary:
    `The server answered ${clientText(blocker)} ${ms(blocker.quietMs)} ago, and waits for the next request on that ` +
    'connection. It answers no other connection until that one ends.',
  facts: [{ kind: 'measure', label: 'connections that wait to be accepted', value: queued, unit: 'count' }],
  advice: [
    ...advice,
    { do: `close the connection of ${clientText(blocker)}`, command: null, where: 'client', savesMs: null },
  ],
});

function inTrial(idle: IdleConnection, advice: readonly Advice[]): Opinion {
  const trial = trialOf(idle, 'used');
  if (trial === undefined) return cannotOccur('the server closes each connection after its answer');
  const blocked = blockIn(trial, median(idle.aloneMs));
  if (blocked !== null) return heldFor(blocked, idle.aloneMs, advice);
  if (trial.waitMs === null) {
    return inconclusive('a request beside an idle connection got no answer, also after that connection ended');
  }
  return pass(`with an idle kept-alive connection beside it, a request is answered in ${ms(trial.waitMs)}`);
}

function heldFor(blocked: Blocked, aloneMs: readonly number[], advice: readonly Advice[]): Opinion {
  const end =
    blocked.until === 'released'
      ? `It got no answer for ${ms(blocked.waitMs)}, and its answer as soon as that connection was closed.`
      : `It got its answer after ${ms(blocked.waitMs)}, when the server closed that connection.`;
  return {
    outcome: 'fail',
    severity: 'high',
    costMs: blocked.waitMs,
    summary:
      'One connection that had its answer and is kept open keeps the server from answering a request on another one. ' +
      `${end} Browsers and HTTP clients keep such connections.`,
    facts: trialFacts(aloneMs, blocked, 'one that is kept open and idle'),
    advice,
  };
}

const general = atServer(
  {
    do: 'use a server that waits for idle connections in an event loop, or has more workers than clients',
    command: null,
  },
  { do: 'shorten its keep-alive time-out, or close each connection after its answer', command: null },
);
