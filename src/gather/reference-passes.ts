import type { SuiteResult } from '../model/suite.ts';
import { plainWorkload } from '../suites/plain.ts';
import { type ArmSubject, enter, measureBlock } from './compare/contestant.ts';
import type { GatherContext } from './context.ts';
import type { LoadPlan } from '../load/plan/contract.ts';
import { amountOf, shapesOf } from '../load/plan/shapes.ts';

/** What stands at the reference server for the URL of the target: a route without an account. */
const HEALTH = '/healthz';

/** It answers within a millisecond, so that a moment in which something else took the cores is soon over. */
const MOST_ATTEMPTS = 3;

/**
 * The same suites at the reference server, in the same session and one at a time: what this machine makes of a server that
 * is known. Whoever divides by it has divided the machine out.
 */
export async function gatherReferencePasses(
  subject: ArmSubject,
  plan: LoadPlan,
  { signal, watch, timeoutMs }: Pick<GatherContext, 'signal' | 'watch' | 'timeoutMs'>,
  into: SuiteResult[],
): Promise<void> {
  const reference = await enter(subject, { signal, watch, timeoutMs });
  const alone = shapesOf({ ...plan, connections: 1, model: { kind: 'closed' } }).filter(({ judged }) => judged);
  for (const shape of alone) {
    if (signal.aborted) return;
    watch({ kind: 'stage', text: `${shape.suite}, the reference server beside it` });
    const { requests, maxTimeMs } = amountOf(plan, shape);
    const workload = plan.users.kind === 'anonymous' ? plainWorkload(HEALTH, reference.suiteContext.site) : null;
    const order = { suite: shape.suite, workload, requests, maxTimeMs, warmUp: 'until-steady', signal } as const;
    let { result } = await measureBlock(reference, order);
    for (let attempt = 2; attempt <= MOST_ATTEMPTS && !result.selfCheck.valid && !signal.aborted; attempt += 1) {
      ({ result } = await measureBlock(reference, order));
    }
    into.push({ ...result, arm: 'reference' });
  }
}
