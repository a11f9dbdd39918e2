import type { SuiteResult } from '../model/suite.ts';
import { ownWorkload } from '../suites/own.ts';
import { plainSuite } from '../suites/plain.ts';
import { type ArmSubject, measureBlock, signInArm } from './compare/signed-in-arm.ts';
import type { GatherContext } from './context.ts';
import type { LoadPlan } from '../load/plan/contract.ts';
import { amountOf, shapesOf } from '../load/plan/shapes.ts';

/** The route of the reference server that is measured beside an own suite, whose routes it does not have. */
const HEALTH = '/healthz';

const health = { ...plainSuite(HEALTH).flow, needs: 'nothing' } as const;

/** The reference server answers within a millisecond, so a repeated trial is short. */
const MOST_ATTEMPTS = 3;

/**
 * Measures the same suites at the reference server in the same run, one request at a time. Dividing the target's times
 * by the times of this known server removes the speed of the machine.
 */
export async function gatherReferenceTrials(
  subject: ArmSubject,
  plan: LoadPlan,
  { signal, watch, timeoutMs }: Pick<GatherContext, 'signal' | 'watch' | 'timeoutMs'>,
  into: SuiteResult[],
): Promise<void> {
  const reference = await signInArm(subject, { signal, watch, timeoutMs });
  const alone = shapesOf({ ...plan, connections: 1, model: { kind: 'closed' } }).filter(({ judged }) => judged);
  for (const shape of alone) {
    if (signal.aborted) return;
    watch({ kind: 'stage', text: `${shape.suite}, the reference server for comparison` });
    const { requests, maxTimeMs } = amountOf(plan, shape);
    const isOwn = plan.own.some(({ id }) => id === shape.suite);
    const workload = isOwn ? ownWorkload(health, null, reference.suiteContext.site) : null;
    const order = { suite: shape.suite, workload, requests, maxTimeMs, warmUp: 'until-steady', signal } as const;
    let { result } = await measureBlock(reference, order);
    for (let attempt = 2; attempt <= MOST_ATTEMPTS && !result.selfCheck.valid && !signal.aborted; attempt += 1) {
      ({ result } = await measureBlock(reference, order));
    }
    into.push({ ...result, arm: 'reference' });
  }
}
