import type { Target } from '../model/target.ts';
import type { Workload } from '../flows/workload.ts';
import type { Trial } from './contract.ts';
import { runTrial } from './trial.ts';

/**
 * V8 compiles what runs often, in steps, and each step may hold an answer up by a millisecond or more; what it assumed of
 * the first pass it takes back in the second. After this many rounds and turns nothing is left to compile; before it, one
 * answer in a hundred is measurably late.
 */
const ROUNDS = 3;
const TURNS = 4_000;
/** A plan has an alarm of its own: half a second of it, else the first sends come a millisecond late. */
const PLANNED = 1_000;
const PLANNED_PER_SECOND = 2_000;
/** Some ten looks at what was recorded in each pass, so that these are compiled as well. */
const TICK_MS = 10;
/** A machine on which this takes longer has other troubles, and the self-check will name them. */
const LONGEST_MS = 1_000;
/** As in most rounds, so that the queues of the engine are exercised as well. */
const USERS = 8;

/** What of the engine will be used. */
export interface Play {
  readonly suite: Trial['suite'];
  readonly workload: Workload;
  readonly model: Trial['model']['kind'];
}

/** The suite's own turns against a server that answers at once and always right. */
export async function rehearse(target: Target, { model, ...play }: Play, signal: AbortSignal): Promise<void> {
  for (let rounds = 0; rounds < ROUNDS; rounds += 1) {
    await rehearseOnce(target, { ...play, model: { kind: 'closed' }, requests: TURNS }, signal);
  }
  if (model === 'closed') return;
  const pace = { kind: 'constant', perSecond: PLANNED_PER_SECOND } as const;
  const open = { kind: 'open', perSecond: PLANNED_PER_SECOND, pace } as const;
  await rehearseOnce(target, { ...play, model: open, requests: PLANNED }, signal);
}

type Scene = Pick<Trial, 'suite' | 'workload' | 'model' | 'requests'>;

async function rehearseOnce(target: Target, { suite, workload, model, requests }: Scene, signal: AbortSignal) {
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
    onProgress: () => {},
    onInterval: () => {},
    onSample: () => {},
  });
}
