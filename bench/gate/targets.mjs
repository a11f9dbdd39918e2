// Targets with a known truth, judged by the judge itself on what the engine would have recorded.
import { parseThreshold } from '../../dist/judge/threshold-grammar.js';
import { judgeThresholds } from '../../dist/judge/verdicts.js';
import { startRecorder } from '../../dist/load/recorder.js';
import { seededRandom } from '../../dist/stats/random.js';
import { normals } from './latencies.mjs';

const SIGMA = 0.25;
const MEDIAN_MS = 30;
const response = { status: 200, headers: {}, body: '' };

/**
 * The latencies of one trial with the autocorrelation `phi`. In the log-normal form all latencies are correlated. In the
 * bimodal form the slow responses come in bursts as well.
 */
function* latencies({ shape, phi }, random) {
  const normal = normals(random);
  const step = Math.sqrt(1 - phi * phi);
  let [middle, mode] = [normal(), normal()];
  for (;;) {
    const slow = shape === 'bimodal' && mode > SLOW_ABOVE;
    yield (slow ? 2.5 : 1) * MEDIAN_MS * Math.exp(SIGMA * middle);
    middle = phi * middle + step * normal();
    mode = phi * mode + step * normal();
  }
}

/** One response in ten is slow: the point of the normal distribution beyond which a tenth lies. */
const SLOW_ABOVE = 1.281_552;
const SLOW_SHARE = 0.1;

const truths = new Map();

/** The true value: from the formula for the mean, and from a million independent responses for a quantile. */
export function truthOf({ shape, statistic }) {
  const key = `${shape} ${statistic}`;
  if (!truths.has(key)) truths.set(key, statistic === 'mean' ? meanOf(shape) : quantileOf(shape, statistic));
  return truths.get(key);
}

const meanOf = (shape) => MEDIAN_MS * Math.exp(SIGMA ** 2 / 2) * (shape === 'bimodal' ? 1 + 1.5 * SLOW_SHARE : 1);

function quantileOf(shape, statistic) {
  const draw = latencies({ shape, phi: 0 }, seededRandom(99));
  const times = Float64Array.from({ length: 1_000_000 }, () => draw.next().value).sort();
  return times[Math.floor((Number(statistic.slice(1)) / 100) * times.length)];
}

function passOf(scenario, random) {
  const recorder = startRecorder();
  const draw = latencies(scenario, random);
  let atMs = 0;
  for (let i = 0; i < scenario.n; i += 1) {
    const us = Math.round(draw.next().value * 1_000);
    recorder.right({ serviceUs: us, userUs: us }, response);
    atMs += us / 1_000;
    recorder.tick(atMs / 1_000);
  }
  return {
    ...recorder.counts(),
    ...recorder.apart(),
    timeline: recorder.timeline(atMs / 1_000),
    suite: 'refresh',
    arm: 'target',
    model: 'closed',
    connection: 'kept-alive',
    connections: 1,
    rate: null,
    warmup: 3,
    perSecond: (scenario.n / atMs) * 1_000,
    tookMs: atMs,
    selfCheck: { valid: true, signals: [] },
    steps: [],
    capacity: null,
    ended: null,
  };
}

/** Verdicts on a limit at the distance `off` from the truth. Above the truth "pass" is right. */
export function judgeMany(scenario, runs, seed) {
  const random = seededRandom(seed);
  const limit = truthOf(scenario) * (1 + scenario.off);
  const target = parseThreshold(`refresh ${scenario.statistic} < ${limit.toFixed(3)}ms`, ['refresh']);
  const counts = { pass: 0, warn: 0, fail: 0, inconclusive: 0, invalid: 0 };
  for (let i = 0; i < runs; i += 1) counts[judgeThresholds([target], [passOf(scenario, random)], [])[0].verdict] += 1;
  return { ...counts, wrong: scenario.off > 0 ? counts.fail : counts.pass };
}
