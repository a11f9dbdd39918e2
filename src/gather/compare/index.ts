import { startNullTarget } from '../../load/floor.ts';
import { ToolError } from '../../model/error.ts';
import { workloadOf } from '../../suites/index.ts';
import type { SuiteId } from '../../model/suite.ts';
import { stopReasonOf } from '../../model/stop.ts';
import { endOfSignal } from '../ended.ts';
import { stayOnThisMachine } from '../reach.ts';
import { trackProgress, limitReached, untilStopped } from '../time-limit.ts';
import { type SignedInArm, signInArm } from './signed-in-arm.ts';
import type { ArmSubjects, CompareContext, GatheredRounds, RoundsPlan } from './contract.ts';
import { type SignedInArms, gatherSuite } from './rounds.ts';

export type { ArmSubject, ArmSubjects, CompareContext, GatheredRounds, RoundsPlan } from './contract.ts';

/**
 * Measures the arms in turn, block by block: each against itself first, then A and B in alternating order with the
 * control after each. A slowdown of the machine that lasts longer than a block then affects both arms alike.
 * @throws ToolError `remote-target` or `unknown-preset` (2) before anything is measured.
 */
export async function gatherRounds(
  arms: ArmSubjects,
  plan: RoundsPlan,
  context: CompareContext,
  into: GatheredRounds,
): Promise<void> {
  const { signal } = context;
  const progress = trackProgress(context.watch, signal);
  const found: GatheredRounds = { rounds: [], missing: [], ended: null, limitReached: null, silences: [] };
  try {
    await untilStopped(signInAndGather(arms, plan, { ...context, watch: progress.watch }, found), signal);
  } finally {
    // Work that did not stop may still write into `found`, so the comparison uses a copy.
    into.rounds.push(...found.rounds.map((each) => ({ ...each, same: [...each.same], pairs: [...each.pairs] })));
    into.silences.push(...found.silences);
    into.missing.push(...found.missing);
    into.ended = found.ended;
  }
  if (!signal.aborted) return;
  const why = stopReasonOf(signal);
  into.ended = endOfSignal(signal);
  if (why === 'time-limit') into.limitReached = limitReached(context.timeLimitMs ?? 0, progress.latest(), null);
}

async function signInAndGather(
  arms: ArmSubjects,
  plan: RoundsPlan,
  context: CompareContext,
  into: GatheredRounds,
): Promise<void> {
  for (const { target } of [arms.a, arms.b]) await stayOnThisMachine(target, plan.allowRemote);
  try {
    context.watch({ kind: 'stage', text: 'signing in at both' });
    const signedIn = {
      a: await signInArm(arms.a, context),
      b: await signInArm(arms.b, context),
      control: await signInArm(arms.control, context),
    };
    const { a, b } = signedIn;
    into.missing.push(...plan.suites.filter((suite) => isMissing(suite, a) || isMissing(suite, b)));
    const present = { ...plan, suites: plan.suites.filter((suite) => !into.missing.includes(suite)) };
    await rehearse(present, signedIn.control, context.signal);
    await gatherSuites(signedIn, present, context, into);
  } catch (error) {
    into.ended = endOf(error);
  }
}

const isMissing = (suite: SuiteId, { suiteContext }: SignedInArm): boolean => workloadOf(suite, suiteContext) === null;

async function gatherSuites(
  arms: SignedInArms,
  plan: RoundsPlan,
  context: CompareContext,
  into: GatheredRounds,
): Promise<void> {
  const startMs = Date.now();
  for (const [index, suite] of plan.suites.entries()) {
    if (context.signal.aborted) return;
    // The time that one suite does not use goes to the suites after it.
    const budgetMs = (plan.maxTimeMs - (Date.now() - startMs)) / (plan.suites.length - index);
    const gone = await gatherSuite(suite, arms, { ...plan, maxTimeMs: budgetMs }, context, into);
    if (gone === null) continue;
    into.ended = {
      why: gone.by === 'server' ? 'unreachable' : 'generator-failed',
      because: `during ${suite}: ${gone.because}`,
    };
    return;
  }
}

/** V8 compiles the generator's code before the first block. Otherwise the first times of A would include it. */
async function rehearse(plan: RoundsPlan, { suiteContext }: SignedInArm, signal: AbortSignal): Promise<void> {
  const nullTarget = await startNullTarget();
  try {
    for (const suite of plan.suites) {
      const workload = workloadOf(suite, suiteContext);
      if (workload !== null) await nullTarget?.rehearse({ suite, workload, model: 'closed' }, signal);
    }
  } finally {
    nullTarget?.stop();
  }
}

/** A refusal by a target ends the gathering. Other errors are thrown again. */
function endOf(error: unknown): GatheredRounds['ended'] {
  if (!(error instanceof ToolError)) throw error;
  if (error.code === 'unreachable') return { why: 'unreachable', because: error.message };
  if (error.code === 'auth-failed') return { why: 'auth-failed', because: error.message };
  throw error;
}
