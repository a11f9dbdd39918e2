import type { QuantileEstimate, BaselineSuite } from '../../model/baseline.ts';
import { type Change, type ComparedStatistic, comparedStatistics, type Negligible } from '../../model/comparison.ts';
import { becauseOf } from './because.ts';
import { negligibleFor } from './margin.ts';
import { asShare } from './paired.ts';

/**
 * Two runs in two sessions on one machine: its speed varies with a standard deviation of up to 20 %, so two sessions differ
 * by √2 × 0.2, and chance alone exceeds a factor of two once in a hundred times.
 */
const ALLOWANCE = 1;
/**
 * With the reference server measured in both sessions, the machine is divided out. It still slows two servers differently,
 * by 5 % in each session, so 20 % is exceeded once in a hundred times.
 */
const ALLOWANCE_WITH_REFERENCE = 0.2;
/** A machine that changed by more than 25 % no longer slows two servers equally. */
const REFERENCE_MOVED = Math.log(1.25);

/** A logarithm of a ratio with its 95 % interval as variances to each side, which add up. */
interface LogRatio {
  readonly estimate: number;
  readonly below: number;
  readonly above: number;
}

const fields = { typical: 'p50', p95: 'p95' } as const;

/**
 * Compares two sessions suite by suite, where both measured the suite.
 * @param sameMachine on another machine the reference may differ, and without a reference nothing can be decided.
 */
export const judgeTimes = (
  before: readonly BaselineSuite[],
  after: readonly BaselineSuite[],
  sameMachine: boolean,
): readonly Change[] =>
  before.flatMap((then) => {
    const now = after.find(({ suite }) => suite === then.suite);
    return now === undefined ? [] : comparedStatistics.map((statistic) => changeOf(then, now, statistic, sameMachine));
  });

function changeOf(then: BaselineSuite, now: BaselineSuite, statistic: ComparedStatistic, sameMachine: boolean): Change {
  const field = fields[statistic];
  const [from, to] = [then.target[field], now.target[field]];
  const base = { suite: then.suite, statistic, beforeMs: msOf(from), floor: null };
  const raw = logRatio(from, to);
  if (raw === null) {
    const because = `too few answers (${then.target.n} and ${now.target.n}) for ${field}`;
    const nothing = { change: null, interval: null, negligible: null, machineChange: null } as const;
    return { ...base, ...nothing, afterMs: msOf(to), margin: ALLOWANCE, verdict: 'inconclusive', because };
  }
  const machine = logRatio(referenceOf(then, field), referenceOf(now, field));
  const log = machine === null ? raw : minus(raw, machine);
  const negligible = negligibleFor(base.beforeMs ?? 0);
  const margin = Math.max(negligible.share, machine === null ? ALLOWANCE : ALLOWANCE_WITH_REFERENCE);
  const logs = [log.estimate - Math.sqrt(log.below), log.estimate + Math.sqrt(log.above)] as const;
  const change = asShare(log.estimate);
  const made = {
    ...base,
    // With the reference server, this is the time of B on the machine as it was for A.
    afterMs: (base.beforeMs ?? 0) * (1 + change),
    change,
    interval: [asShare(logs[0]), asShare(logs[1])] as const,
    margin,
    negligible,
    machineChange: machine === null ? null : asShare(machine.estimate),
  };
  const { verdict, because } = doubtOf(machine, sameMachine) ?? decisionOf(logs, made);
  return { ...made, verdict, because: becauseOf(made, verdict, because) };
}

/** Clocks resolve a microsecond: shorter times are set to it, so that they have a logarithm. */
const LEAST_MS = 0.001;
const atLeast = (ms: number): number => Math.max(LEAST_MS, ms);

const msOf = (known: QuantileEstimate | null): number | null => (known === null ? null : atLeast(known.ms));

const referenceOf = ({ reference }: BaselineSuite, field: 'p50' | 'p95'): QuantileEstimate | null =>
  reference?.[field] ?? null;

type Decision = Pick<Change, 'verdict' | 'because'>;

/** The reason why nothing can be decided; null without one. */
function doubtOf(machine: LogRatio | null, sameMachine: boolean): Decision | null {
  if (!sameMachine) {
    const because = 'another machine, and no reference server to divide it out';
    return machine === null ? { verdict: 'inconclusive', because } : null;
  }
  if (machine === null || Math.abs(machine.estimate) <= REFERENCE_MOVED) return null;
  const times = Math.exp(Math.abs(machine.estimate)).toFixed(2);
  const direction = machine.estimate > 0 ? 'slower' : 'faster';
  const because = `the reference server was ${times} times ${direction} than in the first session: the machine changed`;
  return { verdict: 'unproven', because };
}

interface Grounds {
  readonly margin: number;
  readonly negligible: Negligible;
  readonly machineChange: number | null;
}

function decisionOf([low, high]: readonly [number, number], grounds: Grounds): Decision {
  const { margin, negligible, machineChange } = grounds;
  const because =
    machineChange === null
      ? 'two sessions without the reference server: below a factor of two the machine alone may be the cause'
      : 'in units of the reference server: below 20 % the machine alone may be the cause';
  const bound = Math.log1p(margin);
  if (low > bound) return { verdict: 'regressed', because };
  if (high < -bound) return { verdict: 'improved', because };
  // "same" needs an interval within the negligible share, not only within the allowance.
  const same = Math.log1p(negligible.share);
  return { verdict: low >= -same && high <= same ? 'same' : 'inconclusive', because };
}

function logRatio(from: QuantileEstimate | null, to: QuantileEstimate | null): LogRatio | null {
  if (from === null || to === null) return null;
  const [fromMs, toMs] = [atLeast(from.ms), atLeast(to.ms)];
  const [fromLow, fromHigh] = from.intervalMs.map(atLeast) as [number, number];
  const [toLow, toHigh] = to.intervalMs.map(atLeast) as [number, number];
  return {
    estimate: Math.log(toMs / fromMs),
    below: square(Math.log(toMs / toLow)) + square(Math.log(fromHigh / fromMs)),
    above: square(Math.log(toHigh / toMs)) + square(Math.log(fromMs / fromLow)),
  };
}

const minus = (a: LogRatio, b: LogRatio): LogRatio => ({
  estimate: a.estimate - b.estimate,
  below: a.below + b.above,
  above: a.above + b.below,
});

const square = (value: number): number => value ** 2;
