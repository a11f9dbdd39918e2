import type { Target } from '../model/target.ts';
import type { Workload } from '../flows/workload.ts';
import type { Trial } from './contract.ts';
import { runTrial } from './trial.ts';

/**
 * V8 compiles hot code in steps, each of which may delay a response by a millisecond or more. In the second round it
 * deoptimises code that it optimised in the first. After this many rounds and turns no compilation is left. Before that,
 * one response in a hundred is measurably late.
 */
const ROUNDS = 3;
const TURNS = 4_000;
/** The open model has its own timer code. Without this half second of it the first sends are a millisecond late. */
const PLANNED = 1_000;
const PLANNED_PER_SECOND = 2_000;
/** Some ten ticks in each round, so that their code is compiled as well. */
const TICK_MS = 10;
/** The bound of one round. The self-check reports a machine that needs longer. */
const LONGEST_MS = 1_000;
/** Several users, as in most trials, so that the queues of the engine are exercised as well. */
const USERS = 8;

/** The flow to rehearse, and the model of the trials that follow. */
export interface RehearsalPlan {
  readonly suite: Trial['suite'];
  readonly workload: Workload;
  readonly model: Trial['model']['kind'];
}

/** Runs the flow of the suite against a server that answers at once and always right. */
export async function rehearse(target: Target, { model, ...flow }: RehearsalPlan, signal: AbortSignal): Promise<void> {
  for (let rounds = 0; rounds < ROUNDS; rounds += 1) {
    await rehearseOnce(target, { ...flow, model: { kind: 'closed' }, requests: TURNS }, signal);
  }
  if (model === 'closed') return;
  const pace = { kind: 'constant', perSecond: PLANNED_PER_SECOND } as const;
  const open = { kind: 'open', perSecond: PLANNED_PER_SECOND, pace } as const;
  await rehearseOnce(target, { ...flow, model: open, requests: PLANNED }, signal);
}

type Round = Pick<Trial, 'suite' | 'workload' | 'model' | 'requests'>;

async function rehearseOnce(target: Target, { suite, workload, model, requests }: Round, signal: AbortSignal) {
  await runTrial({
    suite,
    workload,
    target,
    arm: 'target',
    users: Array.from({ length: USERS }, (_, index) => ({
      credentials: { username: `user${index}`, password: '' },
      session: { values: { access: `access-${index}`, refresh: `refresh-${index}` }, cookies: [] },
    })),
    connection: 'kept-alive',
    model,
    warmUp: 'three-each',
    requests,
    maxTimeMs: LONGEST_MS,
    limit: null,
    untilSure: false,
    floor: null,
    tickMs: TICK_MS,
    signal,
  });
}
