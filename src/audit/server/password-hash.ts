import type { EvidenceValues } from '../../model/evidence.ts';
import type { FlowWaits, ServerWaits } from '../../model/waits.ts';
import { median, quantile } from '../../stats/quantile.ts';
import { seriesOf } from '../http/answer-modes.ts';
import { insideCause } from './inside-cause.ts';

/** A hash computes in the program itself. The memory of argon2 costs the kernel a part. */
const MOST_IN_KERNEL = 0.3;
/** A hash runs in one process, and is the same work each time. */
const LEAST_OF_ONE_PROCESS = 0.8;
const LARGEST_SPREAD = 0.5;
/** Requests without a password take less than this part of a login. Else the server computes for all of them. */
const LARGEST_OTHER = 0.5;

type Evidence = Partial<Pick<EvidenceValues, 'addresses' | 'flow-waits' | 'load-trials'>>;

type Login = FlowWaits['flows'][number];

/** The slow flow that checks a password. */
export const loginOf = ({ 'flow-waits': seen }: Evidence): Login | undefined =>
  seen?.flows.find(({ checksPassword }) => checksPassword);

/** Whether the login computes as the check of a password does: in one process, evenly, and other requests do not. */
export const isPasswordHash = (login: Login, evidence: Evidence): boolean =>
  insideCause(login.waits)?.id === 'cpu-bound-request' &&
  isOneComputation(login.waits) &&
  othersAreQuick(login, evidence);

function isOneComputation({ processes, systemMs, requestsMs }: ServerWaits): boolean {
  const cpuMs = processes.reduce((sum, each) => sum + each.cpuMs, 0);
  const mostMs = Math.max(0, ...processes.map((each) => each.cpuMs));
  const spread = (quantile(requestsMs, 0.75) - quantile(requestsMs, 0.25)) / median(requestsMs);
  return mostMs >= LEAST_OF_ONE_PROCESS * cpuMs && systemMs <= MOST_IN_KERNEL * cpuMs && spread <= LARGEST_SPREAD;
}

/** The other suites, and the URL itself. Without any of them a hash and another computation look alike. */
function othersAreQuick({ flow, waits: { requestsMs } }: Login, { addresses, 'load-trials': load }: Evidence): boolean {
  const suites = (load?.trials ?? []).flatMap(({ suite, arm, connections, serviceMs }) =>
    suite !== flow && arm === 'target' && connections === 1 && serviceMs !== null ? [serviceMs.p50] : [],
  );
  const visits = (addresses?.visits ?? []).map(seriesOf).map(({ freshMs, openMs }) => [...freshMs, ...openMs]);
  const others = [...suites, ...visits.filter(({ length }) => length > 0).map(median)];
  return others.length > 0 && others.every((ms) => ms < LARGEST_OTHER * median(requestsMs));
}
