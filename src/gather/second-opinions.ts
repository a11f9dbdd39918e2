import { askAutocannon } from '../load/second-opinion.ts';
import type { SecondOpinion } from '../model/suite.ts';
import type { GatherContext } from './context.ts';
import type { LoadSource } from './load-source.ts';
import type { UserPool, LoadPlan } from '../load/plan/contract.ts';

const REQUESTS = 1_000;

/** autocannon on the same flows: one at a time, and on all connections. */
export async function gatherSecondOpinions(
  { target, signal, watch }: GatherContext,
  { connections, amount, suites }: LoadPlan,
  source: LoadSource,
  userPool: UserPool,
  into: SecondOpinion[],
): Promise<void> {
  const requests = amount.by === 'duration' ? REQUESTS : amount.requests;
  // Sign-ins are a pool of users without a chain, and one hash each: our own numbers say as much.
  for (const { id: name } of suites.filter(({ cost }) => cost === null)) {
    const workload = source.workloadOf(name);
    if (workload === null) continue;
    for (const atOnce of new Set([1, connections])) {
      if (signal.aborted) return;
      watch({ kind: 'stage', text: `autocannon: ${name}, ${atOnce} at a time` });
      const { opinion, users } = await askAutocannon({
        suite: name,
        workload,
        target,
        users: userPool.users.slice(0, atOnce),
        requests,
        signal,
      });
      userPool.users = [...users, ...userPool.users.slice(atOnce)];
      into.push(opinion);
    }
  }
}
