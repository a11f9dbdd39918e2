import type { OnProgress } from '../model/progress.ts';
import { stoppedBy, type SuiteResult } from '../model/suite.ts';
import type { Floor, Trial } from '../load/contract.ts';
import { startNullTarget } from '../load/floor.ts';
import { runTrial, TICK_MS } from '../load/trial.ts';
import { hlogFile, samplesFile, type Sink } from '../load/sinks.ts';
import type { Workload } from '../flows/workload.ts';
import { measureCapacities } from '../load/plan/capacities.ts';
import type { GatherContext } from './context.ts';
import { gatherFlowWaits } from './flow-waits.ts';
import type { Gathered } from './gathered.ts';
import { trialProgress } from './trial-progress.ts';
import { startGenerators } from '../load/processes/pool.ts';
import type { PooledOutcome, PooledTrial } from '../load/processes/together.ts';
import { preparation } from '../load/plan/preparation.ts';
import { amountOf, labelOf, paceOf, shapesOf, titleOf } from '../load/plan/shapes.ts';
import { type LoadSource, usersAfter, usersFor } from './load-source.ts';
import type { Cut } from './time-limit.ts';
import type { UserPool, LoadPlan, MeasureTrial, Shape } from '../load/plan/contract.ts';

/** Runs every trial. Each result is stored at once, so that an interruption loses at most one trial. */
export async function gatherTrials(
  context: GatherContext,
  plan: LoadPlan,
  source: LoadSource,
  into: Pick<Gathered, 'evidence' | 'suites' | 'secondOpinions' | 'cut'>,
): Promise<void> {
  const userPool: UserPool = { users: await source.users() };
  const sinks = openSinks(plan, context.watch);
  const generators = plan.processes === 1 ? null : startGenerators(plan.processes);
  const nullTarget = await startNullTarget();
  try {
    const prepare = preparation(nullTarget, context.signal);
    const measure: MeasureTrial = async (shape) => {
      const workload = source.workloadOf(shape.suite);
      if (workload === null) throw new RangeError(`The server has no ${shape.suite} flow.`);
      if (generators !== null && shape.connections > 1) {
        return measureTrial(
          context,
          plan,
          { workload, source, userPool, measure: (trial) => generators.measure(trial, shape) },
          shape,
        );
      }
      const floor = await prepare(shape, { workload, model: paceOf(plan, shape).kind });
      return measureTrial(
        context,
        plan,
        { workload, source, userPool, measure: measureHere(shape, floor, sinks) },
        shape,
      );
    };
    const again: MeasureTrial = (shape) => measureAgainIfInvalid(shape, measure, context.signal);
    if (plan.model.kind === 'capacity') return await measureCapacities(context.signal, plan, again, into.suites);
    const whole = await gatherInTurn(plan, again, context.signal, into);
    if (!whole) return;
    const waits = await gatherFlowWaits(context, plan, { source, userPool }, into);
    if (waits !== null) into.evidence.push(waits);
    if (!plan.secondOpinion) return;
    // autocannon takes 150 ms to load.
    const { gatherSecondOpinions } = await import('./second-opinions.ts');
    await gatherSecondOpinions(context, plan, source, userPool, into.secondOpinions);
  } finally {
    generators?.stop();
    nullTarget?.stop();
    for (const sink of sinks) sink.close();
  }
}

/** @returns whether every trial was completed. */
async function gatherInTurn(
  plan: LoadPlan,
  measure: MeasureTrial,
  signal: AbortSignal,
  into: { readonly suites: SuiteResult[]; cut: Cut | null },
): Promise<boolean> {
  for (const shape of shapesOf(plan)) {
    if (signal.aborted) return false;
    const result = await measure(shape);
    if (signal.aborted) into.cut = cutOf(plan, shape, result);
    if (isBlank(result, signal)) return false;
    into.suites.push(result);
    if (stoppedBy(result) !== null) return false;
  }
  return true;
}

const cutOf = (plan: LoadPlan, shape: Shape, { n, errors }: SuiteResult): Cut => ({
  title: titleOf(shape),
  done: n + errors,
  of: amountOf(plan, shape).requests,
});

/** Interrupted before its first response, so that there is no result. */
const isBlank = ({ n, errors, throttled }: SuiteResult, signal: AbortSignal): boolean =>
  signal.aborted && n + errors + throttled === 0;

/** A short burst of other CPU load is over by the next trial. Load that lasts for three trials is not a burst. */
const MOST_ATTEMPTS = 3;
/** A longer trial is not repeated. */
const LONGEST_TO_REPEAT_MS = 5_000;

async function measureAgainIfInvalid(shape: Shape, measure: MeasureTrial, signal: AbortSignal): Promise<SuiteResult> {
  let result = await measure(shape);
  for (let attempt = 2; attempt <= MOST_ATTEMPTS && isWorthAnother(result, shape, signal); attempt += 1) {
    result = await measure({ ...shape, floorAnew: true });
  }
  return result;
}

const isWorthAnother = ({ selfCheck, ended, tookMs }: SuiteResult, { judged }: Shape, signal: AbortSignal): boolean =>
  judged && !selfCheck.valid && ended === null && tookMs <= LONGEST_TO_REPEAT_MS && !signal.aborted;

interface TrialSetup {
  readonly workload: Workload;
  readonly source: LoadSource;
  readonly userPool: UserPool;
  readonly measure: (trial: PooledTrial) => Promise<PooledOutcome>;
}

/** Measures in this process, which has the files of the samples. */
const measureHere =
  (shape: Shape, floor: Floor | null, sinks: readonly Sink[]): TrialSetup['measure'] =>
  (trial) => {
    const label = labelOf(shape);
    return runTrial({
      ...trial,
      floor,
      onSample: (sample) => {
        for (const sink of sinks) sink.take(label, sample);
      },
    });
  };

async function measureTrial(
  context: GatherContext,
  plan: LoadPlan,
  { workload, source, userPool, measure }: TrialSetup,
  shape: Shape,
): Promise<SuiteResult> {
  const amount = amountOf(plan, shape);
  const progress = trialProgress(context.watch, {
    text: titleOf(shape),
    of: amount.requests,
    endsBy: endsBy(context, amount),
  });
  const { result, users } = await measure({
    ...amount,
    suite: shape.suite,
    workload,
    target: context.target,
    arm: 'target',
    users: usersFor(source, shape.suite, userPool.users.slice(0, shape.connections)),
    connection: shape.connection,
    model: paceOf(plan, shape),
    warmUp: 'until-steady',
    limit: plan.limits.find(({ suite }) => suite === shape.suite) ?? null,
    tickMs: TICK_MS,
    signal: context.signal,
    onProgress: progress.report,
    onInterval: progress.interval,
    onWait: progress.waiting,
  });
  userPool.users = usersAfter(source, shape.suite, { before: userPool.users, after: users });
  return result;
}

/** The limits that end a wait: the trial and the whole command. */
function endsBy({ timeLimitMs = null }: GatherContext, { maxTimeMs }: Pick<Trial, 'maxTimeMs'>): string {
  const trialEnd = `${secondsText(maxTimeMs)} of this trial`;
  return timeLimitMs === null ? trialEnd : `${trialEnd}, ${secondsText(timeLimitMs)} in all (--time-limit)`;
}

const secondsText = (ms: number): string => `${Number((ms / 1_000).toFixed(1))} s`;

/** An error while writing a file is reported, and the load continues without the file. */
function openSinks({ hlog, samples }: LoadPlan, watch: OnProgress): readonly Sink[] {
  const reporting = (path: string) => (code: string) => watch({ kind: 'incomplete-file', path, code });
  return [
    ...(hlog === null ? [] : [hlogFile(hlog, reporting(hlog))]),
    ...(samples === null ? [] : [samplesFile(samples, reporting(samples))]),
  ];
}
