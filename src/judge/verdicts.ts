import { answersInstead } from '../model/answers-instead.ts';
import type { Finding, UnaffectedTrial } from '../model/finding.ts';
import type { SuiteResult } from '../model/suite.ts';
import type { Statistic, Threshold } from '../model/threshold.ts';
import { type Judged, type JudgedGround, type Verdict, verdictsWorstFirst } from '../model/verdict.ts';
import { type Estimate, estimate, judgedTimes, fewestAnswersFor } from './estimate.ts';
import { judgedTrial } from './judged-trial.ts';
import { answersNeeded } from './answers-needed.ts';
import { holds, type SuiteThreshold } from './threshold-grammar.ts';

/** A mean up to 5 % above its limit is a warning: the report of the original case counted 31 ms against 30 ms as met. */
const NEAR = 1.05;
/** With more than 1 % wrong answers, a latency is not that of the measured operation. */
const TOLERABLE_ERRORS = 0.01;

export const judgeThresholds = (
  targets: readonly SuiteThreshold[],
  suites: readonly SuiteResult[],
  findings: readonly Finding[],
): readonly Judged[] => targets.map((target) => judgeOne(target, suites, findings));

export const worst = (verdicts: readonly Verdict[]): Verdict =>
  verdictsWorstFirst.find((candidate) => verdicts.includes(candidate)) ?? 'pass';

function judgeOne(target: SuiteThreshold, suites: readonly SuiteResult[], findings: readonly Finding[]): Judged {
  const trial = judgedTrial(suites, target.suite);
  const base = { target: target.text, suite: target.suite, threshold: thresholdIn(target) };
  if (trial === undefined) {
    return {
      ...base,
      actualMs: null,
      intervalMs: null,
      verdict: 'inconclusive',
      because: `${target.suite} was not measured`,
      ground: 'not-measured',
    };
  }
  const known = estimate(target.statistic, trial);
  const decided = withOtherTrials(decide(target, trial, known), trial, suites);
  const { verdict, because, ground = null } = soften(target, decided);
  // With too many wrong answers the time is not judged, so it is shown with the suite and not beside the limit.
  const isTime = target.statistic !== 'errors' && target.statistic !== 'rate' && ground === null;
  const judgedByTime = ground === null && (verdict === 'fail' || verdict === 'warn');
  const improvement = judgedByTime ? withoutProblem(trial, findings) : '';
  return {
    ...base,
    actualMs: isTime ? known.actual : null,
    intervalMs: isTime ? known.interval : null,
    verdict,
    because: because + improvement,
    ground,
  };
}

/** A threshold is met one at a time only: where another trial of the suite had wrong answers, the verdict warns. */
function withOtherTrials(decision: Decision, judged: SuiteResult, suites: readonly SuiteResult[]): Decision {
  if (decision.verdict !== 'pass') return decision;
  const broken = suites.find(
    (trial) =>
      trial !== judged &&
      trial.suite === judged.suite &&
      trial.arm === judged.arm &&
      wrongShare(trial) > TOLERABLE_ERRORS,
  );
  if (broken === undefined) return decision;
  const { connections, connection } = broken;
  const where = connection === 'new-per-request' ? 'on new connections' : `with ${connections} connections`;
  return { verdict: 'warn', because: `${decision.because}; but ${where} ${wrongWords(broken, wrongShare(broken))}` };
}

const wrongShare = ({ n, errors }: SuiteResult): number => errors / Math.max(1, n + errors);

const thresholdIn = ({ condition, statistic, operator, limit }: SuiteThreshold): Threshold => ({
  condition,
  statistic,
  operator,
  limit,
});

/** Advice turns a failure into a warning. Without a right answer the verdict stays inconclusive. */
const soften = ({ weight }: SuiteThreshold, judged: Decision): Decision =>
  weight === 'advice' && judged.verdict !== 'pass' && judged.ground !== 'no-right-answer'
    ? { ...judged, verdict: 'warn' }
    : judged;

interface Decision {
  readonly verdict: Verdict;
  readonly because: string;
  readonly ground?: JudgedGround;
}

function decide(target: SuiteThreshold, trial: SuiteResult, known: Estimate): Decision {
  if (trial.n === 0) return withoutRightAnswer(target, trial, known);
  if (!trial.selfCheck.valid) return { verdict: 'invalid', because: generatorWords(trial) };
  const wrong = wrongShare(trial);
  if (target.statistic !== 'errors' && wrong > TOLERABLE_ERRORS) {
    return { verdict: 'fail', because: wrongWords(trial, wrong), ground: 'wrong-answers' };
  }
  const answers = target.statistic === 'errors' ? trial.n + trial.errors : trial.n;
  const fewest = fewestAnswersFor(target.statistic);
  if (known.actual === null || answers < fewest) {
    const because = `${target.statistic} of ${answers} answers is too uncertain: ${more(fewest - answers)}`;
    return { verdict: 'inconclusive', because };
  }
  return against(target, trial, { ...known, actual: known.actual });
}

/** Without a right answer, only a threshold for errors can be missed, and none can be met. */
function withoutRightAnswer(target: SuiteThreshold, trial: SuiteResult, { actual }: Estimate): Decision {
  const because = `no right answer came: ${answersInstead(trial)}`;
  if (target.statistic === 'errors' && actual !== null && !holds(target, actual)) {
    return { verdict: 'fail', because: `${shown('errors', actual)}: ${because}` };
  }
  return { verdict: 'inconclusive', because, ground: 'no-right-answer' };
}

const wrongWords = (trial: SuiteResult, share: number): string =>
  `${percent(share)} of the answers were wrong (allowed ${percent(TOLERABLE_ERRORS)}): ` +
  `${trial.errors} of ${trial.n + trial.errors}, ${topReason(trial)}`;

/** One decimal where a whole number would hide the difference. */
const percent = (share: number): string => `${Number((share * 100).toFixed(share < 0.1 ? 1 : 0))} %`;

const more = (requests: number): string => `needs about ${requests} more requests`;

const generatorWords = ({ selfCheck }: SuiteResult): string =>
  `the generator was the bottleneck: ${selfCheck.signals.flatMap((signal) => (signal.level === 'red' ? [signal.because] : [])).join('; ')}. ` +
  'Stop other programs and run again.';

const topReason = ({ reasons }: SuiteResult): string =>
  Object.entries(reasons).toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? 'no reason recorded';

/** Compares by the operator; the interval decides whether more samples could change the verdict. */
function against(
  target: SuiteThreshold,
  trial: SuiteResult,
  { actual, interval, over }: Estimate & { readonly actual: number },
): Decision {
  const meets = holds(target, actual);
  const measured =
    shown(target.statistic, actual) +
    (interval === null ? '' : `, 95 % interval ${shownInterval(target.statistic, interval)} over ${over}`);
  const sure = isSure(target, interval);
  const near = nearTheLimit(target, trial, actual);
  if (near !== null && (sure || !meets)) return { verdict: 'warn', because: `${measured}${near}` };
  if (sure || interval === null) return { verdict: meets ? 'pass' : 'fail', because: measured };
  const needed = answersNeeded({
    n: trial.n + (target.statistic === 'errors' ? trial.errors : 0),
    actual,
    interval,
    limit: target.limit,
  });
  return { verdict: 'inconclusive', because: `${measured}, which contains the limit: ${more(needed)}` };
}

/** `errors <= 0` is decided by the sample alone: no number of right answers proves it for the next one. */
const isSure = (target: SuiteThreshold, interval: Estimate['interval']): boolean =>
  interval === null ||
  (target.statistic === 'errors' && target.limit === 0) ||
  holds(target, interval[0]) === holds(target, interval[1]);

/** The reason why a mean below or just above its limit is a warning; null without one. */
function nearTheLimit(target: SuiteThreshold, trial: SuiteResult, actual: number): string | null {
  const times = judgedTimes(trial);
  if (target.statistic !== 'mean' || !target.operator.startsWith('<') || times === null) return null;
  if (holds(target, actual)) return times.p95 > target.limit ? `; but ${shown('p95', times.p95)}` : null;
  return actual <= target.limit * NEAR ? ', within 5 % above the limit' : null;
}

function shownInterval(statistic: Statistic, [from, to]: readonly [number, number]): string {
  if (statistic === 'errors') return `${(from * 100).toFixed(2)}–${(to * 100).toFixed(2)} %`;
  if (statistic === 'rate') return `${from.toFixed(0)}–${to.toFixed(0)}/s`;
  return `${from.toFixed(1)}–${to.toFixed(1)} ms`;
}

function shown(statistic: Statistic, value: number): string {
  if (statistic === 'errors') return `errors ${(value * 100).toFixed(2)} %`;
  if (statistic === 'rate') return `rate ${value.toFixed(0)}/s`;
  return `${statistic} ${value.toFixed(1)} ms`;
}

/** The mean without a found problem, where another trial of the same suite is not affected by it. */
function withoutProblem({ suite }: SuiteResult, findings: readonly Finding[]): string {
  const known = findings.flatMap((finding) => {
    const trial = finding.outcome === 'fail' ? finding.unaffected?.find((each) => each.suite === suite) : undefined;
    return trial === undefined ? [] : [{ id: finding.id, trial }];
  });
  return known.map(({ id, trial }) => `; without ${id} the mean would be ${unaffectedText(trial)}`).join('');
}

const unaffectedText = ({ meanMs, n, connection }: UnaffectedTrial): string =>
  `${meanMs.toFixed(1)} ms, measured on ${n} ${connection === 'kept-alive' ? 'answers on kept-alive' : 'new'} connections`;
