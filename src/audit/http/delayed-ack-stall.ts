import type { KeepAlive, LoadTrials, WarmVisit } from '../../model/evidence.ts';
import type { Opinion } from '../../model/finding.ts';
import { median, quantile } from '../../stats/quantile.ts';
import { atServer } from '../../stacks/remedy.ts';
import { audit, inconclusive, notApplicable, pass } from '../contract.ts';
import { serverHeader } from '../network/address-facts.ts';
import { adviceFor, factsFor, serverRemedies } from '../remedies.ts';
import { ms } from '../duration.ts';

/**
 * Linux delays an ACK by 40 ms at least (TCP_DELACK_MIN, include/net/tcp.h) and measures up to 48 ms by then; macOS
 * waits up to 100 ms, Windows up to 200 ms (RFC 1122 §4.2.3.2 allows 500 ms).
 */
const SHORTEST_STALL_MS = 35;
const LONGEST_STALL_MS = 260;
/** A delayed ACK takes the same time at each answer. A server that is slow for other reasons varies more. */
const LARGEST_SPREAD = 0.35;
const FEWEST_VISITS = 5;

export const delayedAckStall = audit({
  id: 'delayed-ack-stall',
  title: 'every kept-alive answer waits for a delayed ACK',
  needs: ['keep-alive', 'addresses'],
  uses: ['listeners', 'load-trials'],
  check(evidence, subject) {
    const { fresh, reused } = evidence['keep-alive'];
    if (reused.length === 0) return notApplicable('the server closes each connection after its answer');
    if (fresh.length < FEWEST_VISITS || reused.length < FEWEST_VISITS) {
      return inconclusive(`${reused.length} answers on a kept connection; ${FEWEST_VISITS} are needed`);
    }
    const costMs = median(totals(reused)) - median(totals(fresh));
    if (!isStalled(evidence['keep-alive']))
      return pass(`kept-alive answers take ${ms(median(totals(reused)))}, no plateau`);
    const remedies = serverRemedies(evidence.listeners, serverHeader(evidence.addresses));
    const advice = adviceFor('delayed-ack-stall', remedies, factsFor(subject, { savesMs: costMs }), general);
    return stall(evidence['keep-alive'], costMs, { advice, ...onNewConnections(evidence['load-trials']) });
  },
});

const totals = (visits: readonly WarmVisit[]): readonly number[] => visits.map(({ totalMs }) => totalMs);

/** Whether answers on the kept connection wait as long and as evenly as a delayed ACK. */
export function isStalled({ fresh, reused }: KeepAlive): boolean {
  if (fresh.length < FEWEST_VISITS || reused.length < FEWEST_VISITS) return false;
  const times = totals(reused);
  const costMs = median(times) - median(totals(fresh));
  const spread = (quantile(times, 0.75) - quantile(times, 0.25)) / median(times);
  return costMs >= SHORTEST_STALL_MS && costMs <= LONGEST_STALL_MS && spread <= LARGEST_SPREAD;
}

/** The stall begins with the second answer of a connection. Trials with a new connection for each request do not have it. */
function onNewConnections(load: LoadTrials | undefined): Pick<Stall, 'unaffected'> {
  const unaffected = (load?.trials ?? []).flatMap(({ suite, arm, connection, n, serviceMs }) =>
    arm === 'target' && connection === 'new-per-request' && serviceMs !== null
      ? [{ suite, connection, n, meanMs: serviceMs.mean }]
      : [],
  );
  return unaffected.length === 0 ? {} : { unaffected };
}

type Stall = Pick<Opinion & { readonly outcome: 'fail' }, 'advice' | 'unaffected'>;

function stall({ fresh, reused, delayedAcks }: KeepAlive, costMs: number, more: Stall): Opinion {
  const [kept, anew] = [median(totals(reused)), median(totals(fresh))];
  return {
    outcome: 'fail',
    severity: 'medium',
    costMs,
    summary:
      `Every answer on a kept-alive connection waits ${ms(costMs)} for a delayed ACK: the server sends it in several ` +
      `small writes, and Nagle's algorithm holds back all but the first. On a new connection it takes ${ms(anew)}.`,
    facts: [
      {
        kind: 'distribution',
        label: 'kept-alive connection',
        n: reused.length,
        p50Ms: kept,
        p95Ms: quantile(totals(reused), 0.95),
      },
      {
        kind: 'distribution',
        label: 'new connection',
        n: fresh.length,
        p50Ms: anew,
        p95Ms: quantile(totals(fresh), 0.95),
      },
      ...(delayedAcks === null
        ? []
        : [{ kind: 'measure', label: "kernel's delayed ACKs meanwhile", value: delayedAcks, unit: 'count' } as const]),
    ],
    ...more,
  };
}

const general = atServer({
  do: 'set TCP_NODELAY on accepted sockets, or send headers and body in one write',
  command: null,
});
