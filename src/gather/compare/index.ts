import { startNullTarget } from '../../load/floor.ts';
import { ToolError } from '../../model/error.ts';
import { workloadOf } from '../../suites/index.ts';
import { stopReasonOf } from '../../model/stop.ts';
import { endOfSignal } from '../ended.ts';
import { stayOnThisMachine } from '../reach.ts';
import { followed, limitReached, untilStopped } from '../time-limit.ts';
import { type Contestant, enter } from './contestant.ts';
import type { ArmSubjects, CompareContext, GatheredRounds, RoundsPlan } from './contract.ts';
import { type Contest, gatherSuite } from './rounds.ts';

export type { ArmSubject, ArmSubjects, CompareContext, GatheredRounds, RoundsPlan } from './contract.ts';

/**
 * Measures the arms in turn, block by block: each against itself first, then A and B in changing order with the control
 * after each. Whatever slows the machine for longer than a block then slows both arms alike.
 * @throws ToolError `remote-target` or `unknown-preset` (2) before anything is measured.
 */
export async function gatherRounds(
  arms: ArmSubjects,
  plan: RoundsPlan,
  context: CompareContext,
  into: GatheredRounds,
): Promise<void> {
  const { signal } = context;
  const progress = followed(context.watch, signal);
  const found: GatheredRounds = { rounds: [], ended: null, limitReached: null, silences: [] };
  try {
    await untilStopped(gatherContest(arms, plan, { ...context, watch: progress.watch }, found), signal);
  } finally {
    // What was left alone may still write into `found`; the comparison is made of what was there by now.
    into.rounds.push(...found.rounds.map((each) => ({ ...each, same: [...each.same], pairs: [...each.pairs] })));
    into.silences.push(...found.silences);
    into.ended = found.ended;
  }
  if (!signal.aborted) return;
  const why = stopReasonOf(signal);
  into.ended = endOfSignal(signal);
  if (why === 'time-limit') into.limitReached = limitReached(context.timeLimitMs ?? 0, progress.latest(), null);
}

async function gatherContest(
  arms: ArmSubjects,
  plan: RoundsPlan,
  context: CompareContext,
  into: GatheredRounds,
): Promise<void> {
  for (const { target } of [arms.a, arms.b]) await stayOnThisMachine(target, plan.allowRemote);
  try {
    context.watch({ kind: 'stage', text: 'signing in at both' });
    const contest = {
      a: await enter(arms.a, context),
      b: await enter(arms.b, context),
      control: await enter(arms.control, context),
    };
    await rehearse(plan, contest.control, context.signal);
    await gatherSuites(contest, plan, context, into);
  } catch (error) {
    into.ended = endOf(error);
  }
}

async function gatherSuites(
  contest: Contest,
  plan: RoundsPlan,
  context: CompareContext,
  into: GatheredRounds,
): Promise<void> {
  const startMs = Date.now();
  for (const [index, suite] of plan.suites.entries()) {
    if (context.signal.aborted) return;
    // What one suite leaves of its time is for those after it.
    const budgetMs = (plan.maxTimeMs - (Date.now() - startMs)) / (plan.suites.length - index);
    const gone = await gatherSuite(suite, contest, { ...plan, maxTimeMs: budgetMs }, context, into);
    if (gone === null) continue;
    into.ended = {
      why: gone.by === 'server' ? 'unreachable' : 'generator-failed',
      because: `during ${suite}: ${gone.because}`,
    };
    return;
  }
}

/** The generator's own code is compiled before the first block: else A, which comes first, would pay for it. */
async function rehearse(plan: RoundsPlan, { suiteContext }: Contestant, signal: AbortSignal): Promise<void> {
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

/** What a target refuses is the end of the gathering; mistakes go through. */
function endOf(error: unknown): GatheredRounds['ended'] {
  if (!(error instanceof ToolError)) throw error;
  if (error.code === 'unreachable') return { why: 'unreachable', because: error.message };
  if (error.code === 'auth-failed') return { why: 'auth-failed', because: error.message };
  throw error;
}
