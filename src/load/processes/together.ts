import type { ChildProcess } from 'node:child_process';
import { stopReasonOf } from '../../model/stop.ts';
import type { Trial, TrialOutcome } from '../contract.ts';
import type { Shape } from '../plan/contract.ts';
import type { Recent } from '../recent.ts';
import { stepIdsOf } from '../trial-state.ts';
import type { Order, ProcessOutcome, Report, SentTrial, SentWorkload } from './contract.ts';
import { mergeParts, type Whole } from './merge.ts';
import { mergeRecent } from './merge-recent.ts';
import { sharesOf } from './share.ts';

/** Samples stay in the processes, and each process measures its own floor. */
export type PooledTrial = Omit<Trial, 'onSample' | 'share' | 'floor'>;
export type PooledOutcome = Pick<TrialOutcome, 'result' | 'users'>;

/** After an abort a process reports within milliseconds. The command itself waits two seconds for all results. */
const STOP_GRACE_MS = 1_000;

/** One process of a running trial, and what it has reported. */
interface Worker {
  readonly child: ChildProcess;
  readonly trial: SentTrial;
  taken: number;
  recent: Recent | null;
  isReady: boolean;
  outcome: ProcessOutcome | null;
}

interface Running {
  readonly trial: PooledTrial;
  readonly workers: readonly Worker[];
  /** How a process ended before its outcome; null while none did. */
  crash: string | null;
  killing: NodeJS.Timeout | null;
}

/** Measures a trial with all processes at the same time. The end of one process ends all; what the others measured is kept. */
export async function measureTogether(
  children: readonly ChildProcess[],
  trial: PooledTrial,
  shape: Shape,
): Promise<PooledOutcome> {
  const workers = workersOf(children, trial);
  const running: Running = { trial, workers, crash: null, killing: null };
  const abort = (): void => stopAll(running);
  trial.signal.addEventListener('abort', abort, { once: true });
  try {
    const ends = workers.map((_, index) => outcomeOf(running, index, shape));
    if (trial.signal.aborted) abort();
    await Promise.all(ends);
  } finally {
    trial.signal.removeEventListener('abort', abort);
    clearTimeout(running.killing ?? undefined);
  }
  return {
    result: mergeParts(
      wholeOf({ trial, processes: workers.length, crash: running.crash }),
      workers.flatMap(({ outcome }) => outcome ?? []),
    ),
    // The sessions of a process that ended before its outcome are known as they were before the trial.
    users: workers.flatMap((worker) => worker.outcome?.users ?? worker.trial.users),
  };
}

/** The result of a trial without a process to measure it. */
export function notStarted(trial: PooledTrial, processes: number, error: unknown): PooledOutcome {
  const because = error instanceof Error ? error.message : String(error);
  const whole = wholeOf({ trial, processes, crash: `a generator process did not start: ${because}` });
  return { result: mergeParts(whole, []), users: trial.users };
}

function workersOf(children: readonly ChildProcess[], trial: PooledTrial): readonly Worker[] {
  const { suite, target, arm, users, connection, model, warmUp, requests, maxTimeMs, limit, untilSure, tickMs } = trial;
  const used = children.slice(0, users.length);
  const workload = sentWorkload(trial.workload);
  const sent = { suite, target, arm, users, connection, model, warmUp, requests, maxTimeMs, limit, untilSure, tickMs };
  return sharesOf({ ...sent, workload }, used.length).flatMap((share, index): readonly Worker[] => {
    const child = used[index];
    const fresh = { taken: 0, recent: null, isReady: false, outcome: null };
    return child === undefined ? [] : [{ child, trial: share, ...fresh }];
  });
}

const sentWorkload = ({ flow, renew, recover, site }: Trial['workload']): SentWorkload => ({
  flow: flow.source,
  renew: renew.map(({ source }) => source),
  recover: recover?.source ?? null,
  site,
});

const isGone = ({ pid, exitCode, signalCode }: ChildProcess): boolean =>
  pid === undefined || exitCode !== null || signalCode !== null;

/** Sends a process its share. Settles with its outcome or its end. */
function outcomeOf(running: Running, index: number, shape: Shape): Promise<void> {
  const { workers } = running;
  const worker = workers[index];
  if (worker === undefined) return Promise.resolve();
  const { child, trial } = worker;
  return new Promise((resolve) => {
    const leave = (): void => {
      child.off('message', onMessage).off('exit', onExit);
      resolve();
    };
    const onMessage = (report: Report): void => {
      take(report, worker, running);
      if (report.kind === 'outcome') leave();
    };
    const onExit = (): void => {
      running.crash ??= `generator process ${index + 1} of ${workers.length} ended: ${child.signalCode ?? `exit code ${child.exitCode ?? 'unknown'}`}`;
      stopAll(running);
      leave();
    };
    if (isGone(child)) return onExit();
    child.on('message', onMessage).on('exit', onExit);
    const connections = trial.users.length;
    tell(child, { kind: 'trial', trial, shape: { ...shape, connections }, index, of: workers.length });
  });
}

function take(report: Report, worker: Worker, running: Running): void {
  switch (report.kind) {
    case 'ready':
      worker.isReady = true;
      continueWhenReady(running.workers);
      break;
    case 'interval':
      worker.taken = report.taken;
      worker.recent = report.recent;
      showProgress(running);
      break;
    case 'wait':
      running.trial.onWait?.(report.wait);
      break;
    case 'outcome':
      worker.outcome = report.outcome;
      break;
    default:
      report satisfies never;
  }
}

function continueWhenReady(workers: readonly Worker[]): void {
  if (!workers.every(({ isReady }) => isReady)) return;
  for (const worker of workers) {
    worker.isReady = false;
    tell(worker.child, { kind: 'continue' });
  }
}

/** Shows the latest interval of all processes once each of them has reported one. */
function showProgress({ trial, workers }: Running): void {
  trial.onProgress?.(workers.reduce((sum, { taken }) => sum + taken, 0));
  const intervals = workers.flatMap(({ recent }) => recent ?? []);
  if (intervals.length < workers.length) return;
  for (const worker of workers) worker.recent = null;
  trial.onInterval?.(mergeRecent(intervals));
}

function stopAll(running: Running): void {
  const { trial, workers } = running;
  for (const { child, outcome } of workers) {
    if (outcome === null) tell(child, { kind: 'stop', why: stopReasonOf(trial.signal) });
  }
  running.killing ??= setTimeout(() => {
    for (const { child, outcome } of workers) if (outcome === null) child.kill('SIGKILL');
  }, STOP_GRACE_MS);
}

/** A process that ended cannot be told anything. Its exit ends the trial. */
function tell(child: ChildProcess, order: Order): void {
  if (child.connected) child.send(order, () => {});
}

function wholeOf({ trial, processes, crash }: Pick<Running, 'trial' | 'crash'> & Pick<Whole, 'processes'>): Whole {
  const stopped = trial.signal.aborted ? { kind: stopReasonOf(trial.signal) } : null;
  const failed = crash === null ? null : ({ kind: 'generator-failed', failure: crash } as const);
  const end = stopped ?? failed;
  return {
    suite: trial.suite,
    arm: trial.arm,
    model: trial.model.kind,
    connection: trial.connection,
    connections: trial.users.length,
    rate: trial.model.kind === 'open' ? trial.model.perSecond : null,
    processes,
    stepIds: stepIdsOf(trial),
    requests: trial.requests,
    ended: end === null ? null : { ...end, done: 0, of: null },
  };
}
