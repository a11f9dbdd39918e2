import type { LoadPlan } from '../../load/plan/contract.ts';
import { fieldOf } from '../../judge/grammar.ts';
import type { SuiteThreshold } from '../../judge/threshold-grammar.ts';
import type { Limit } from '../../model/limit.ts';
import { ToolError } from '../../model/error.ts';
import type { RunOptions } from './contract.ts';

const DEFAULT_REQUESTS = 300;
const DEFAULT_CONNECTIONS = 10;
/** Default bound of --until-sure for each suite. */
const DEFAULT_MAX_TIME_MS = 60_000;
/** Long enough to judge one rate, short enough for the about twelve rates of a search. */
const TRIAL_MS = 2_000;
const DEFAULT_SEED = 1;

/**
 * Builds the load plan from the options.
 * @throws ToolError `bad-load` (exit 2) where two of them contradict each other.
 */
export function loadPlanFor(
  { suites, own, users, leftOut }: Pick<LoadPlan, 'suites' | 'own' | 'users' | 'leftOut'>,
  options: RunOptions,
  thresholds: readonly SuiteThreshold[],
): LoadPlan {
  refuseContradictions(options);
  refuseProcesses(options);
  return {
    suites,
    own,
    users,
    leftOut,
    connections: options.connections ?? DEFAULT_CONNECTIONS,
    processes: options.processes ?? 1,
    model: modelFor(options),
    amount: amountFor(options),
    limits: thresholds.flatMap(limitOf),
    secondOpinion: options.secondOpinion === true,
    hlog: options.hlog ?? null,
    samples: options.samples ?? null,
  };
}

/** The flags of the options that can contradict each other, for the error. */
const flags = {
  rate: '--rate',
  findCapacity: '--find-capacity',
  untilSure: '--until-sure',
  durationMs: '--duration',
  requests: '--requests',
} as const satisfies Partial<Record<keyof RunOptions, string>>;

type Contradicting = keyof typeof flags;

export const contradictions: readonly (readonly [Contradicting, Contradicting])[] = [
  ['rate', 'findCapacity'],
  ['untilSure', 'findCapacity'],
  ['untilSure', 'durationMs'],
  ['requests', 'durationMs'],
];

function refuseContradictions(options: RunOptions): void {
  const pair = contradictions.find((each) =>
    each.every((name) => options[name] !== undefined && options[name] !== false),
  );
  const orphan = options.rate === undefined && options.arrivals !== undefined;
  if (orphan) throw new ToolError('bad-load', '--arrivals needs a rate: add --rate, like --rate 100/s.');
  if (pair !== undefined) {
    throw new ToolError(
      'bad-load',
      `${pair.map((name) => flags[name]).join(' and ')} contradict each other: keep one of them.`,
    );
  }
}

/** Files are written by one process, and the certainty about a shared trial is known to no process alone. */
function refuseProcesses(options: RunOptions): void {
  const { processes = 1, connections = DEFAULT_CONNECTIONS } = options;
  if (processes === 1) return;
  if (!Number.isInteger(processes) || processes < 1) {
    throw new ToolError('bad-load', `The processes are a whole number of at least 1, not ${processes}.`);
  }
  if (processes > connections) {
    throw new ToolError(
      'bad-load',
      `${processes} processes need a connection each, and there are ${connections}: add --connections ${processes}, or use --processes ${connections}.`,
    );
  }
  const alone = inOneProcessOnly(options);
  if (alone.length === 0) return;
  throw new ToolError('bad-load', `${alone.join(' and ')} works in one process only: leave out --processes.`);
}

const inOneProcessOnly = ({ hlog, samples, untilSure, rate }: RunOptions): readonly string[] => [
  ...(hlog === undefined ? [] : ['--hlog']),
  ...(samples === undefined ? [] : ['--samples']),
  ...(untilSure === true && rate !== undefined ? ['--until-sure with --rate'] : []),
];

function modelFor({ rate, arrivals, seed, findCapacity }: RunOptions): LoadPlan['model'] {
  if (findCapacity === true) return { kind: 'capacity' };
  if (rate === undefined) return { kind: 'closed' };
  return { kind: 'open', perSecond: rate, arrivals: arrivals ?? 'constant', seed: seed ?? DEFAULT_SEED };
}

function amountFor({
  durationMs,
  requests = DEFAULT_REQUESTS,
  untilSure,
  maxTimeMs,
  findCapacity,
}: RunOptions): LoadPlan['amount'] {
  if (findCapacity === true) return { by: 'duration', ms: durationMs ?? TRIAL_MS };
  if (untilSure === true) return { by: 'certainty', maxTimeMs: maxTimeMs ?? DEFAULT_MAX_TIME_MS, requests };
  return durationMs === undefined ? { by: 'requests', requests } : { by: 'duration', ms: durationMs };
}

/** Only upper bounds of times are limits: more load can exceed them, and longer measuring can decide them. */
function limitOf({ suite, text, statistic, operator, limit }: SuiteThreshold): readonly Limit[] {
  if (statistic === 'errors' || statistic === 'rate' || !operator.startsWith('<')) return [];
  return [{ suite, text, statistic: fieldOf(statistic), limitMs: limit }];
}
