import { compareMany } from './comparisons.mjs';
import { judgeMany } from './targets.mjs';

/** Without a change at most 1 % of comparisons may report one. A change of 10 % is found in 90 %, a change of 20 % always. */
const MOST_WRONG = 0.01;
const FEWEST_FOUND = { 0.1: 0.9, 0.2: 1 };

const base = { blocks: 20, requests: 100, residual: 0.02, drift: 'slope', effect: 0 };

/**
 * `machine` is the standard deviation of the machine's speed, between sessions and from the beginning of one to its end.
 * `residual` is the standard deviation between two consecutive blocks.
 */
const comparisons = [
  ...[0.02, 0.05, 0.1, 0.2].map((sigma) => ({ ...base, shape: 'log-normal', sigma })),
  ...[0.02, 0.2].map((sigma) => ({ ...base, shape: 'bimodal', sigma })),
  { ...base, shape: 'halves', sigma: 0.2 },
  { ...base, shape: 'log-normal', sigma: 0.2, drift: 'step' },
  { ...base, shape: 'bimodal', sigma: 0.2, residual: 0.05 },
  ...['log-normal', 'bimodal'].map((shape) => ({ ...base, shape, sigma: 0.2, effect: 0.1 })),
  // Consecutive blocks of this shape differ by 6 %, so with 20 × 100 responses even the mean finds only 92 %: shown only.
  { ...base, shape: 'halves', sigma: 0.2, effect: 0.1, isShown: true },
  ...['log-normal', 'bimodal', 'halves'].map((shape) => ({ ...base, shape, sigma: 0.2, effect: 0.2 })),
  // A machine on which consecutive blocks differ by 5 %: shown, with a bar for false alarms only.
  { ...base, shape: 'log-normal', sigma: 0.2, effect: 0.1, residual: 0.05, isShown: true },
];

/** `phi` is the autocorrelation of consecutive responses. `off` is the distance of the limit from the truth. */
const targets = [
  ...['log-normal', 'bimodal'].flatMap((shape) => [0, 0.5].map((phi) => ({ statistic: 'mean', n: 300, shape, phi }))),
  { statistic: 'mean', n: 3_000, shape: 'bimodal', phi: 0.9 },
  { statistic: 'p95', n: 300, shape: 'log-normal', phi: 0.5 },
  { statistic: 'p95', n: 1_000, shape: 'bimodal', phi: 0.5 },
  { statistic: 'p99', n: 3_000, shape: 'log-normal', phi: 0.5 },
  // Some fifteen independent responses in all, which is too few for any method: shown only.
  { statistic: 'mean', n: 300, shape: 'log-normal', phi: 0.9, isShown: true },
];
const OFFS = [-0.3, -0.1, -0.05, -0.02, 0.02, 0.05, 0.1, 0.3];

const percent = (share) => `${(100 * share).toFixed(2)} %`;

function compareScenario(scenario, count, seed) {
  const { shape, sigma, residual, drift, effect, isShown = false } = scenario;
  const counts = compareMany(scenario, count, seed);
  const wrong = (effect === 0 ? counts.regressed + counts.improved : counts.improved) / count;
  const found = counts.regressed / count;
  const met = isShown || (wrong <= MOST_WRONG && (effect === 0 || found >= FEWEST_FOUND[effect]));
  const name = `compare ${shape}, machine ${percent(sigma)} ${drift}, residual ${percent(residual)}, effect +${percent(effect)}`;
  const numbers = effect === 0 ? `wrong ${percent(wrong)}` : `found ${percent(found)}, wrong ${percent(wrong)}`;
  console.log(`${met ? 'ok  ' : 'MISS'} ${name}: ${numbers}  ${JSON.stringify(counts)}`);
  return met;
}

/** The runs are divided over limits near the truth and far from it. */
function judgeScenario(scenario, count, seed) {
  const each = Math.ceil(count / OFFS.length);
  const made = OFFS.map((off, index) => ({ off, ...judgeMany({ ...scenario, off }, each, seed * 100 + index) }));
  const wrong = made.reduce((sum, counts) => sum + counts.wrong, 0) / (each * OFFS.length);
  const met = scenario.isShown === true || wrong <= MOST_WRONG;
  const undecided = made.map(
    ({ off, inconclusive }) => `${off > 0 ? '+' : ''}${off * 100}: ${((100 * inconclusive) / each).toFixed(0)}`,
  );
  const { statistic, n, shape, phi } = scenario;
  console.log(
    `${met ? 'ok  ' : 'MISS'} target ${statistic} of ${n}, ${shape}, correlation ${phi}: wrong ${percent(wrong)}, inconclusive in % by distance of the limit: ${undecided.join('  ')}`,
  );
  return met;
}

export function simulate(count, only) {
  const all = [
    ...comparisons.map((scenario) => ({
      run: compareScenario,
      scenario,
      name: `compare ${scenario.shape} +${scenario.effect}`,
    })),
    ...targets.map((scenario) => ({ run: judgeScenario, scenario, name: `target ${scenario.statistic}` })),
  ];
  const met = all.map(({ run, scenario, name }, index) => !name.includes(only) || run(scenario, count, index + 1));
  return met.every(Boolean);
}
