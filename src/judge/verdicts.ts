import type { Finding } from '../model/finding.ts';
import type { LatencyMs, SuiteResult } from '../model/suite.ts';
import { type Judged, type Verdict, verdictsWorstFirst } from '../model/verdict.ts';
import { decodeHistogram } from '../stats/histogram.ts';
import { meanInterval, quantileRanks } from '../stats/interval.ts';
import type { PerformanceTarget, Statistic } from './target-grammar.ts';

/** A mean this close above its limit is a warning: the story's own report counted 31 ms against 30 as met. */
const NEAR = 1.05;
/** Wrong answers beyond one in a hundred make a latency meaningless: it is the latency of something else. */
const TOLERABLE_ERRORS = 0.01;
/** Fewer answers than this say nothing about a mean, let alone a quantile. */
const FEWEST_ANSWERS = 20;

const shares: Readonly<Partial<Record<Statistic, number>>> = {
  p50: 0.5,
  p75: 0.75,
  p90: 0.9,
  p95: 0.95,
  p99: 0.99,
  'p99.9': 0.999,
};

type Interval = readonly [number, number] | null;

/**
 * Targets are judged on requests sent one at a time, as the story judged them, or on the plan that was asked for; other
 * passes are reported beside.
 */
export const judgedPass = (suites: readonly SuiteResult[], suite: string): SuiteResult | undefined =>
  suites.find(
    (pass) =>
      pass.suite === suite &&
      pass.arm === 'target' &&
      pass.connection === 'kept-alive' &&
      (pass.connections === 1 || pass.model === 'open'),
  );

/** With a plan, a user's time counts from the plan; without one, from the write. */
const felt = ({ model, userMs, serviceMs }: SuiteResult): LatencyMs | null => (model === 'open' ? userMs : serviceMs);

export const judgeTargets = (
  targets: readonly PerformanceTarget[],
  suites: readonly SuiteResult[],
  findings: readonly Finding[],
): readonly Judged[] => targets.map((target) => judgeOne(target, suites, findings));

export const worst = (verdicts: readonly Verdict[]): Verdict =>
  verdictsWorstFirst.find((candidate) => verdicts.includes(candidate)) ?? 'pass';

function judgeOne(target: PerformanceTarget, suites: readonly SuiteResult[], findings: readonly Finding[]): Judged {
  const pass = judgedPass(suites, target.suite);
  const base = { target: target.text, suite: target.suite };
  if (pass === undefined) {
    return {
      ...base,
      actualMs: null,
      intervalMs: null,
      verdict: 'inconclusive',
      because: `${target.suite} was not measured`,
    };
  }
  const actual = actualOf(target.statistic, pass);
  const interval = intervalOf(target.statistic, pass);
  const { verdict, because } = soften(target, decide(target, pass, actual, interval));
  const isTime = target.statistic !== 'errors' && target.statistic !== 'rate';
  const cure = verdict === 'fail' || verdict === 'warn' ? withoutStall(pass, suites, findings) : '';
  return {
    ...base,
    actualMs: isTime ? actual : null,
    intervalMs: isTime ? interval : null,
    verdict,
    because: because + cure,
  };
}

const soften = ({ weight }: PerformanceTarget, judged: Decision): Decision =>
  weight === 'advice' && judged.verdict !== 'pass' ? { ...judged, verdict: 'warn' } : judged;

interface Decision {
  readonly verdict: Verdict;
  readonly because: string;
}

function decide(target: PerformanceTarget, pass: SuiteResult, actual: number | null, interval: Interval): Decision {
  if (!pass.witness.valid) return { verdict: 'invalid', because: generatorWords(pass) };
  const wrong = pass.errors / Math.max(1, pass.n + pass.errors);
  if (target.statistic !== 'errors' && wrong > TOLERABLE_ERRORS) {
    return {
      verdict: 'fail',
      because: `${pass.errors} of ${pass.n + pass.errors} answers were wrong (${topReason(pass)})`,
    };
  }
  const answers = target.statistic === 'errors' ? pass.n + pass.errors : pass.n;
  if (actual === null || answers < FEWEST_ANSWERS) {
    return { verdict: 'inconclusive', because: `${answers} answers; ${FEWEST_ANSWERS} are needed` };
  }
  return against(target, pass, actual, interval);
}

const generatorWords = ({ witness }: SuiteResult): string =>
  `the generator was the bottleneck: ${witness.signals.flatMap((signal) => (signal.level === 'red' ? [signal.because] : [])).join('; ')}. ` +
  'Quieten the machine and run again.';

const topReason = ({ reasons }: SuiteResult): string =>
  Object.entries(reasons).toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? 'no reason noted';

/** Compares by the operator; the interval decides whether more samples could turn the verdict. */
function against(target: PerformanceTarget, pass: SuiteResult, actual: number, interval: Interval): Decision {
  const meets = met(target, actual);
  const said = `${shown(target.statistic, actual)}${interval === null ? '' : `, 95 % interval ${shownInterval(interval)}`}`;
  const sure = interval === null || met(target, interval[0]) === met(target, interval[1]);
  const near = nearTheLimit(target, pass, actual);
  if (near !== null && (sure || !meets)) return { verdict: 'warn', because: `${said}${near}` };
  if (sure) return { verdict: meets ? 'pass' : 'fail', because: said };
  const because = `${said}, which holds the limit; measure longer, with --requests ${pass.n * 4}`;
  return { verdict: 'inconclusive', because };
}

/** What turns a mean below or just above its limit into a warning; null when nothing does. */
function nearTheLimit(target: PerformanceTarget, pass: SuiteResult, actual: number): string | null {
  const times = felt(pass);
  if (target.statistic !== 'mean' || !target.operator.startsWith('<') || times === null) return null;
  if (met(target, actual)) return times.p95 > target.limit ? `; but ${shown('p95', times.p95)}` : null;
  return actual <= target.limit * NEAR ? ', within 5 % above the limit' : null;
}

function met({ operator, limit }: PerformanceTarget, value: number): boolean {
  switch (operator) {
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
    default:
      return operator satisfies never;
  }
}

const shownInterval = ([from, to]: readonly [number, number]): string => `${from.toFixed(1)}–${to.toFixed(1)} ms`;

function shown(statistic: Statistic, value: number): string {
  if (statistic === 'errors') return `errors ${(value * 100).toFixed(2)} %`;
  if (statistic === 'rate') return `rate ${value.toFixed(0)}/s`;
  return `${statistic} ${value.toFixed(1)} ms`;
}

function actualOf(statistic: Statistic, pass: SuiteResult): number | null {
  if (statistic === 'errors') return pass.errors / Math.max(1, pass.n + pass.errors);
  if (statistic === 'rate') return pass.perSecond;
  const field = statistic === 'p99.9' ? 'p999' : statistic;
  return felt(pass)?.[field satisfies keyof LatencyMs] ?? null;
}

function intervalOf(statistic: Statistic, pass: SuiteResult): Interval {
  if (statistic === 'mean') return meanInterval(pass.blocks.map(({ meanMs }) => meanMs));
  const share = shares[statistic];
  if (share === undefined || pass.n < FEWEST_ANSWERS) return null;
  const histogram = decodeHistogram(pass.histogram);
  const [low, high] = quantileRanks(pass.n, share);
  return [histogram.percentileMs((low / pass.n) * 100), histogram.percentileMs((high / pass.n) * 100)];
}

/** Where the delayed-ACK stall was found, the same suite on new connections shows what the mean would be without it. */
function withoutStall(pass: SuiteResult, suites: readonly SuiteResult[], findings: readonly Finding[]): string {
  const stalled = findings.some(({ id, outcome }) => id === 'delayed-ack-stall' && outcome === 'fail');
  const afresh = suites.find(({ suite, connection }) => suite === pass.suite && connection === 'new-per-request');
  if (!stalled || afresh === undefined || afresh.serviceMs === null) return '';
  return `; without delayed-ack-stall the mean would be ${afresh.serviceMs.mean.toFixed(1)} ms, measured on ${afresh.n} new connections`;
}
