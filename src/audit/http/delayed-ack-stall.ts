import type { Addresses, KeepAlive, LoadTrials } from '../../model/evidence.ts';
import type { Fact, Opinion } from '../../model/finding.ts';
import type { RawExchanges } from '../../model/raw-exchanges.ts';
import { median, quantile } from '../../stats/quantile.ts';
import { atServer } from '../../stacks/remedy.ts';
import { audit, inconclusive, notApplicable, pass } from '../contract.ts';
import { serverHeader } from '../network/address-facts.ts';
import { adviceFor, factsFor, serverRemedies } from '../remedies.ts';
import { ms } from '../duration.ts';
import { type StalledAnswers, stalledAnswers, stalledAtEnd, totals } from './stalled-answers.ts';

const FEWEST_VISITS = 5;

export const delayedAckStall = audit({
  id: 'delayed-ack-stall',
  title: 'kept-alive answers wait for a delayed ACK',
  holds: 'kept-alive answers wait for no delayed ACK',
  needs: ['keep-alive', 'addresses'],
  uses: ['listeners', 'load-trials', 'raw-exchanges'],
  check(evidence, subject) {
    const { 'keep-alive': gets, 'raw-exchanges': raw } = evidence;
    const found = stallOf(gets, raw);
    if (found === null) return withoutStall(gets, raw, evidence.addresses);
    const remedies = serverRemedies(evidence.listeners, serverHeader(evidence.addresses));
    const facts = factsFor(subject, { savesMs: found.stall.costMs });
    return {
      ...failure(found),
      advice: adviceFor('delayed-ack-stall', remedies, facts, general),
      ...(found.method === 'GET' ? onNewConnections(evidence['load-trials']) : {}),
    };
  },
});

interface Found {
  readonly method: string;
  readonly seen: KeepAlive;
  readonly stall: StalledAnswers;
}

/** The stall of GETs, else of the user's own request. */
function stallOf(gets: KeepAlive, raw: RawExchanges | undefined): Found | null {
  const stall = hasEnough(gets) ? stalledAnswers(gets) : null;
  if (stall !== null) return { method: 'GET', seen: gets, stall };
  const own = raw === undefined ? null : stalledAtEnd(raw);
  return own === null || raw === undefined ? null : { method: raw.method, seen: raw, stall: own };
}

const hasEnough = ({ fresh, reused }: KeepAlive): boolean =>
  fresh.length >= FEWEST_VISITS && reused.length >= FEWEST_VISITS;

/** Whether GETs on the kept connection wait as long and as evenly as a delayed ACK. */
export const isStalled = (gets: KeepAlive): boolean => hasEnough(gets) && stalledAnswers(gets) !== null;

/** Few answers on kept connections may also be slow ones, for which the time was too short. */
function withoutStall(gets: KeepAlive, raw: RawExchanges | undefined, { visits }: Addresses): Opinion {
  const isKept = visits.some(({ response }) => response?.keptAlive === true);
  if (gets.reused.length === 0 && !isKept) return notApplicable('the server closes each connection after its answer');
  if (!hasEnough(gets))
    return inconclusive(`${gets.reused.length} answers on a kept connection; ${FEWEST_VISITS} are needed`);
  const own = raw === undefined || raw.reused.length === 0 ? '' : `, a ${raw.method} ${typical(raw)}`;
  return pass(`kept-alive answers take ${typical(gets)}${own}, no plateau`);
}

const typical = ({ reused }: KeepAlive): string => ms(median(totals(reused)));

type Failure = Opinion & { readonly outcome: 'fail' };

/** The stall begins with the second answer of a connection. Trials with a new connection for each request do not have it. */
function onNewConnections(load: LoadTrials | undefined): Pick<Failure, 'unaffected'> {
  const unaffected = (load?.trials ?? []).flatMap(({ suite, arm, connection, n, serviceMs }) =>
    arm === 'target' && connection === 'new-per-request' && serviceMs !== null
      ? [{ suite, connection, n, meanMs: serviceMs.mean }]
      : [],
  );
  return unaffected.length === 0 ? {} : { unaffected };
}

function failure({ method, seen, stall: { n, of, costMs } }: Found): Omit<Failure, 'advice'> {
  const what = method === 'GET' ? 'answer' : `answer to a ${method}`;
  const which = n === of ? `Every ${what}` : `${n} of ${of} answers`;
  return {
    outcome: 'fail',
    severity: 'medium',
    costMs,
    summary:
      `${which} on a kept-alive connection ${n === of ? 'waits' : 'wait'} ${ms(costMs)} for a delayed ACK: the server ` +
      `sends it in several small writes, and Nagle's algorithm holds back all but the first. On a new connection it takes ` +
      `${ms(median(totals(seen.fresh)))}.`,
    facts: factsOf(seen),
  };
}

const factsOf = ({ fresh, reused, delayedAcks }: KeepAlive): readonly Fact[] => [
  distribution('kept-alive connection', totals(reused)),
  distribution('new connection', totals(fresh)),
  ...(delayedAcks === null
    ? []
    : [{ kind: 'measure', label: "kernel's delayed ACKs meanwhile", value: delayedAcks, unit: 'count' } as const]),
];

const distribution = (label: string, timesMs: readonly number[]): Fact => ({
  kind: 'distribution',
  label,
  n: timesMs.length,
  p50Ms: median(timesMs),
  p95Ms: quantile(timesMs, 0.95),
});

const general = atServer({
  do: 'set TCP_NODELAY on accepted sockets, or send headers and body in one write',
  command: null,
});
