import { askAutocannon } from '../load/second-opinion.ts';
import type { Workload } from '../flows/workload.ts';
import type { SecondOpinion } from '../model/suite.ts';
import type { GatherContext } from './context.ts';
import { type LoadSource, usersAfter, usersFor } from './load-source.ts';
import type { UserPool, LoadPlan } from '../load/plan/contract.ts';

const REQUESTS = 1_000;

const usesAuthServer = ({ flow }: Workload): boolean => flow.steps.some(({ origin }) => origin === 'auth');

/** Runs autocannon on the same flows: one at a time, and on all connections. */
export async function gatherSecondOpinions(
  { target, signal, watch }: GatherContext,
  { connections, amount, suites }: LoadPlan,
  source: LoadSource,
  userPool: UserPool,
  into: SecondOpinion[],
): Promise<void> {
  const requests = amount.by === 'duration' ? REQUESTS : amount.requests;
  // Suites that cost a password hash are skipped: the hash takes most of their time, with any generator.
  for (const { id: name } of suites.filter(({ cost }) => cost === null)) {
    const workload = source.workloadOf(name);
    // autocannon connects to one origin.
    if (workload === null || usesAuthServer(workload)) continue;
    for (const atOnce of new Set([1, connections])) {
      if (signal.aborted) return;
      watch({ kind: 'stage', text: `autocannon: ${name}, ${atOnce} at a time` });
      const { opinion, users } = await askAutocannon({
        suite: name,
        workload,
        target,
        users: usersFor(source, name, userPool.users.slice(0, atOnce)),
        requests,
        signal,
      });
      userPool.users = usersAfter(source, name, { before: userPool.users, after: users });
      into.push(opinion);
    }
  }
}
