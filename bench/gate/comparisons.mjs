// Simulated comparisons with a known truth, judged by the code of `compare`.
import { judgeRounds } from '../../dist/judge/compare/rounds.js';
import { shiftBetween } from '../../dist/stats/hodges-lehmann.js';
import { median, quantile } from '../../dist/stats/quantile.js';
import { seededRandom } from '../../dist/stats/random.js';
import { machine, normals, shapes } from './latencies.mjs';

const SAME_PAIRS = 6;
/** The reference server as the control: a log-normal of 1 ms. */
const CONTROL_MS = 1;

const block = (draw, factor, requests) => {
  const times = Array.from({ length: requests }, () => draw() * factor);
  return {
    block: { n: requests, errors: 0, p50Ms: median(times), p95Ms: quantile(times, 0.95), valid: true },
    logs: times.map(Math.log),
  };
};

const pairOf = ({ a, b, besideA, besideB }) => ({
  a: a.block,
  b: b.block,
  besideA: besideA.block,
  besideB: besideB.block,
  shift: shiftBetween(a.logs, b.logs),
  controlShift: shiftBetween(besideA.logs, besideB.logs),
});

function oneComparison(scenario, random) {
  const normal = normals(random);
  const { shape, effect, blocks: pairs, requests } = scenario;
  const server = shapes[shape](normal, random);
  const control = () => CONTROL_MS * Math.exp(0.25 * normal());
  const factors = machine(normal, random, scenario, 2 * SAME_PAIRS + 4 * pairs);
  const next = (draw) => block(draw, factors.shift() ?? 1, requests);
  const changed = () => server() * (1 + effect);
  const same = Array.from({ length: SAME_PAIRS }, () => {
    const [first, second] = [next(server), next(server)];
    return { first: first.block, second: second.block, shift: shiftBetween(first.logs, second.logs) };
  });
  const rounds = Array.from({ length: pairs }, (_, i) => {
    if (i % 2 === 0)
      return pairOf({ a: next(server), besideA: next(control), b: next(changed), besideB: next(control) });
    const [b, besideB] = [next(changed), next(control)];
    return pairOf({ a: next(server), besideA: next(control), b, besideB });
  });
  return judgeRounds([{ suite: 'refresh', same, pairs: rounds, plannedPairs: pairs }]);
}

/** The number of comparisons by verdict. A comparison has regressed when any of its statistics has. */
export function compareMany(scenario, comparisons, seed) {
  const random = seededRandom(seed);
  const counts = { regressed: 0, improved: 0, same: 0, inconclusive: 0, unproven: 0 };
  const order = ['regressed', 'improved', 'unproven', 'same', 'inconclusive'];
  for (let i = 0; i < comparisons; i += 1) {
    const verdicts = oneComparison(scenario, random).map(({ verdict }) => verdict);
    counts[order.find((verdict) => verdicts.includes(verdict))] += 1;
  }
  return counts;
}
