import type { LoadPlan } from '../gather/passes.ts';
import type { PerformanceTarget } from '../judge/target-grammar.ts';
import type { Credentials } from '../model/auth.ts';
import type { Limit } from '../model/limit.ts';
import { ToolError } from '../model/error.ts';
import { suiteNames } from '../model/suite.ts';
import type { MeasureOptions } from './measure.ts';

const DEFAULT_REQUESTS = 300;
const DEFAULT_CONNECTIONS = 10;
/** Whoever waits for certainty waits a minute for each suite before it is worth asking whether to go on. */
const DEFAULT_MAX_TIME_MS = 60_000;
/** Long enough for a rate to show whether it holds, short enough for the dozen that a search tries. */
const TRIAL_MS = 2_000;
const DEFAULT_SEED = 1;

/** The options that say how much. */
export type LoadOptions = Pick<
  MeasureOptions,
  | 'suite'
  | 'connections'
  | 'requests'
  | 'duration'
  | 'rate'
  | 'arrivals'
  | 'seed'
  | 'untilSure'
  | 'maxTime'
  | 'findCapacity'
  | 'secondOpinion'
  | 'hlog'
  | 'samples'
>;

/**
 * How much load, from the options.
 * @throws ToolError `bad-load` (exit 2) where two of them contradict each other.
 */
export function loadPlanFor(
  accounts: readonly Credentials[],
  options: LoadOptions,
  targets: readonly PerformanceTarget[],
): LoadPlan {
  refuseContradictions(options);
  return {
    suites: options.suite ?? suiteNames,
    connections: options.connections ?? DEFAULT_CONNECTIONS,
    model: modelFor(options),
    amount: amountFor(options),
    limits: targets.flatMap(limitOf),
    accounts,
    secondOpinion: options.secondOpinion === true,
    hlog: options.hlog ?? null,
    samples: options.samples ?? null,
  };
}

const contradictions: readonly (readonly [keyof LoadOptions, keyof LoadOptions])[] = [
  ['rate', 'findCapacity'],
  ['untilSure', 'findCapacity'],
  ['untilSure', 'duration'],
  ['requests', 'duration'],
];

function refuseContradictions(options: LoadOptions): void {
  const pair = contradictions.find((each) => each.every((name) => options[name] !== undefined));
  const orphan = options.rate === undefined && options.arrivals !== undefined;
  if (orphan) throw new ToolError('bad-load', '--arrivals needs a plan: add --rate, like --rate 100/s.');
  if (pair !== undefined) {
    throw new ToolError('bad-load', `${pair.map(flag).join(' and ')} contradict each other: keep one of them.`);
  }
}

const flag = (name: string): string => `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

function modelFor({ rate, arrivals, seed, findCapacity }: LoadOptions): LoadPlan['model'] {
  if (findCapacity === true) return { kind: 'capacity' };
  if (rate === undefined) return { kind: 'closed' };
  return { kind: 'open', perSecond: rate, arrivals: arrivals ?? 'constant', seed: seed ?? DEFAULT_SEED };
}

function amountFor({
  duration,
  requests = DEFAULT_REQUESTS,
  untilSure,
  maxTime,
  findCapacity,
}: LoadOptions): LoadPlan['amount'] {
  if (findCapacity === true) return { by: 'duration', ms: duration ?? TRIAL_MS };
  if (untilSure === true) return { by: 'certainty', maxTimeMs: maxTime ?? DEFAULT_MAX_TIME_MS, requests };
  return duration === undefined ? { by: 'requests', requests } : { by: 'duration', ms: duration };
}

/** Only an upper bound of a time can be broken by sending more, or cleared by measuring longer. */
function limitOf({ suite, text, statistic, operator, limit }: PerformanceTarget): readonly Limit[] {
  if (statistic === 'errors' || statistic === 'rate' || !operator.startsWith('<')) return [];
  return [{ suite, text, statistic: statistic === 'p99.9' ? 'p999' : statistic, limitMs: limit }];
}
