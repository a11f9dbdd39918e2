import {
  type ArmBlock,
  type ArmPair,
  type SameArmPair,
  type Change,
  type ChangeVerdict,
  type ComparedStatistic,
  comparedStatistics,
  type Rounds,
} from '../../model/comparison.ts';
import { holm } from '../../stats/holm.ts';
import { hodgesLehmann } from '../../stats/hodges-lehmann.ts';
import { mean, median } from '../../stats/quantile.ts';
import { becauseOf } from './because.ts';
import { isFeltMargin, MARGIN_SHARE, negligibleFor, provenBeyond } from './margin.ts';
import { asShare, type LogChange, logChangeOf } from './paired.ts';

/** With more than 1 % wrong answers, a latency is not that of the measured operation. */
const TOLERABLE_ERRORS = 0.01;
/** With fewer pairs a bootstrap interval is not reliable. */
export const FEWEST_PAIRS = 8;
/**
 * A generator that shares its core adds the same time to both arms. That neither creates a change nor hides one in ms, but
 * it makes a change in percent smaller. If most blocks are affected, "same" cannot be concluded.
 */
const TOLERABLE_UNFIT = 0.5;
const ALPHA = 0.05;
/** A drift of half a margin may create a change, or hide one. */
const DRIFT_SHARE = MARGIN_SHARE / 2;
/** Latencies are accurate to a tenth of a millisecond, so a smaller change of the control means nothing. */
const DRIFT_MS = 0.1;

/** How each statistic is read from blocks: in ms for the report, as log-ratios for the calculation. */
interface Reading {
  /** Answers that a block needs. */
  readonly fewest: number;
  readonly ms: (block: ArmBlock) => number;
  readonly ofPair: (pair: ArmPair) => number;
  readonly ofTwins: (twins: SameArmPair) => number;
}

/** Clocks resolve a microsecond: shorter times are set to it, so that they have a logarithm. */
const LEAST_MS = 0.001;
const atLeast = (ms: number): number => Math.max(LEAST_MS, ms);

const p95Shift = (from: ArmBlock, to: ArmBlock): number => Math.log(atLeast(to.p95Ms) / atLeast(from.p95Ms));

/** The largest of ten answers lies about the 93rd percentile (0.5 to the power of a tenth); of fewer it is no 95th. */
const FEWEST_FOR_P95 = 10;

const readings: Readonly<Record<ComparedStatistic, Reading>> = {
  typical: {
    fewest: 1,
    ms: ({ p50Ms }) => atLeast(p50Ms),
    ofPair: ({ shift }) => shift,
    ofTwins: ({ shift }) => shift,
  },
  p95: {
    fewest: FEWEST_FOR_P95,
    ms: ({ p95Ms }) => atLeast(p95Ms),
    ofPair: ({ a, b }) => p95Shift(a, b),
    ofTwins: ({ first, second }) => p95Shift(first, second),
  },
};

/** A statistic that is either already decided, or tested together with the others. */
type Test = { readonly decided: Change } | Open;
interface Open {
  readonly decided: null;
  readonly open: Change;
  readonly log: LogChange;
  /** As logarithms: a change is proven beyond `proven`; no change is proven within `same`. */
  readonly proven: number;
  readonly same: number;
  readonly fit: boolean;
}

/** Judges all suites and statistics together, so that many tests raise false alarms no more often than one. */
export function judgeRounds(all: readonly Rounds[]): readonly Change[] {
  const tests = all.flatMap((rounds) => comparedStatistics.map((statistic) => testOf(rounds, statistic)));
  const open = tests.flatMap((test) => (test.decided === null ? [test] : []));
  // One-sided: at most one of the two directions can be a false alarm.
  const pValues = open.map(({ log, proven }) => Math.min(log.pNotAbove(proven), log.pNotBelow(-proven)));
  const adjusted = holm(pValues);
  const judged = new Map(open.map((test, index) => [test, judgedOf(test, adjusted[index] ?? 1)]));
  return tests.flatMap((test) => (test.decided === null ? (judged.get(test) ?? []) : test.decided));
}

function judgedOf(test: Open, adjustedP: number): Change {
  const verdict = verdictOf(test, adjustedP);
  return { ...test.open, verdict, because: becauseOf(test.open, verdict, test.open.because) };
}

function verdictOf({ log, proven, same, fit }: Open, adjustedP: number): ChangeVerdict {
  const [low, high] = log.interval;
  if (low > proven && adjustedP <= ALPHA) return 'regressed';
  if (high < -proven && adjustedP <= ALPHA) return 'improved';
  // Noise above the negligible share can hide a change and does not prove that there is none.
  return fit && low >= -same && high <= same ? 'same' : 'inconclusive';
}

function testOf(rounds: Rounds, statistic: ComparedStatistic): Test {
  const { suite, pairs, plannedPairs } = rounds;
  const reading = readings[statistic];
  const whole = pairs.filter(({ a, b }) => a.n > 0 && b.n > 0);
  const known = { a: knownMs(rounds, 'a', reading), b: knownMs(rounds, 'b', reading) };
  const beforeMs = known.a ?? 0;
  const floor = floorOf(rounds, reading);
  const negligible = negligibleFor(beforeMs);
  const margin = provenBeyond(negligible, floor ?? 0);
  const base = { suite, statistic, change: null, interval: null, margin, negligible, machineChange: null, floor };
  const refused = refusalOf(rounds, whole.length, known);
  if (refused !== null) return { decided: { ...base, beforeMs: known.a, afterMs: known.b, ...refused } };

  const log = logChangeOf(whole.map(reading.ofPair));
  const change = asShare(log.estimate);
  const interval = [asShare(log.interval[0]), asShare(log.interval[1])] as const;
  const unfit = unfitOf(whole);
  const because = `${whole.length} pairs of blocks${whole.length < plannedPairs ? `, of ${plannedPairs} planned` : ''}${unfit ?? ''}`;
  // Calculated from the pairs, which are judged. B's own median differs where the machine drifts or the times have two modes.
  const afterMs = beforeMs * (1 + change);
  const open: Change = { ...base, beforeMs, afterMs, change, interval, verdict: 'inconclusive', because };
  const moved = driftOf(rounds);
  if (moved !== null) return { decided: { ...open, verdict: 'unproven', because: moved } };
  const fit = unfit === null || isFeltMargin(beforeMs, negligible.share);
  return { decided: null, open, log, proven: Math.log1p(margin), same: Math.log1p(negligible.share), fit };
}

/** The median of one arm's blocks; null where half of them have too few answers for the statistic. */
function knownMs({ pairs }: Rounds, arm: 'a' | 'b', { fewest, ms }: Reading): number | null {
  const blocks = pairs.map((pair) => pair[arm]).filter(({ n }) => n > 0);
  if (blocks.length === 0 || median(blocks.map(({ n }) => n)) < fewest) return null;
  return median(blocks.map(ms));
}

type Refusal = Pick<Change, 'verdict' | 'because'>;
type KnownMs = Readonly<Record<'a' | 'b', number | null>>;

function refusalOf(rounds: Rounds, whole: number, known: KnownMs): Refusal | null {
  const [a, b] = [rounds.pairs.map((pair) => pair.a), rounds.pairs.map((pair) => pair.b)];
  if (rounds.pairs.length === 0) return { verdict: 'inconclusive', because: 'no pair of blocks was measured' };
  const silent = [...(rightIn(a) === 0 ? ['A'] : []), ...(rightIn(b) === 0 ? ['B'] : [])];
  if (silent.length > 0) return { verdict: 'inconclusive', because: `${silent.join(' and ')} gave no right answer` };
  const [wrongA, wrongB] = [wrongShare(a), wrongShare(b)];
  if (wrongA > TOLERABLE_ERRORS) {
    return { verdict: 'inconclusive', because: `${percent(wrongA)} of A's answers were wrong` };
  }
  if (wrongB > TOLERABLE_ERRORS)
    return { verdict: 'regressed', because: `${percent(wrongB)} of B's answers were wrong` };
  if (whole < FEWEST_PAIRS) {
    return { verdict: 'inconclusive', because: `${whole} pairs of blocks; ${FEWEST_PAIRS} are needed (--max-time)` };
  }
  if (known.a === null || known.b === null) {
    return {
      verdict: 'inconclusive',
      because: `too few answers in a block; ${FEWEST_FOR_P95} are needed (--requests)`,
    };
  }
  return null;
}

function unfitOf(pairs: readonly ArmPair[]): string | null {
  const blocks = pairs.flatMap(({ a, b }) => [a, b]);
  const unfit = blocks.filter(({ valid }) => !valid).length;
  if (unfit <= blocks.length * TOLERABLE_UNFIT) return null;
  return `; the generator was the bottleneck in ${unfit} of ${blocks.length} blocks`;
}

const rightIn = (blocks: readonly ArmBlock[]): number => blocks.reduce((sum, { n }) => sum + n, 0);

function wrongShare(blocks: readonly ArmBlock[]): number {
  const errors = blocks.reduce((sum, block) => sum + block.errors, 0);
  const all = blocks.reduce((sum, block) => sum + block.n + block.errors, 0);
  return errors / Math.max(1, all);
}

/** The standard error of an arm against itself, for as many pairs as are judged: noise without any change. */
function floorOf({ same, plannedPairs }: Rounds, { ofTwins }: Reading): number | null {
  const logs = same.filter(({ first, second }) => first.n > 0 && second.n > 0).map(ofTwins);
  if (logs.length < 2) return null;
  const squares = mean(logs.map((log) => log ** 2));
  return asShare(Math.sqrt(squares / plannedPairs));
}

/**
 * The control is always the same server. If its blocks beside B differ from those beside A, something else changed. Only its
 * typical time is compared, also for tails, because the tail of the control varies with every pause.
 */
function driftOf({ pairs }: Rounds): string | null {
  const whole = pairs.filter(({ besideA, besideB }) => besideA.n > 0 && besideB.n > 0);
  if (whole.length < FEWEST_PAIRS) return null;
  const logs = whole.map(({ controlShift }) => controlShift);
  const controlMs = median(whole.map(({ besideA }) => atLeast(besideA.p50Ms)));
  const bound = Math.log1p(Math.max(DRIFT_SHARE, DRIFT_MS / controlMs));
  // The estimate first: most controls did not change, and need no bootstrap.
  if (Math.abs(hodgesLehmann(logs)) <= bound) return null;
  const [low, high] = logChangeOf(logs).interval;
  if (low <= bound && high >= -bound) return null;
  const moved = asShare(hodgesLehmann(logs));
  return `the reference server beside B was ${percent(Math.abs(moved))} ${moved > 0 ? 'slower' : 'faster'} than beside A: something else changed`;
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
