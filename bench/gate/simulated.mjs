import { compareMany } from './comparisons.mjs';

const base = { blocks: 20, requests: 100, residual: 0.02, drift: 'slope', effect: 0 };
const sigmas = [0.02, 0.05, 0.1, 0.2];
const forms = ['log-normal', 'bimodal'];

/** Each with what it must show: a bound for what it may say, or a floor for what it must find. */
export const scenarios = [
  ...forms.flatMap((shape) => sigmas.map((sigma) => ({ ...base, shape, sigma }))),
  { ...base, shape: 'log-normal', sigma: 0.2, drift: 'step' },
  { ...base, shape: 'bimodal', sigma: 0.2, drift: 'step' },
  ...forms.map((shape) => ({ ...base, shape, sigma: 0.2, residual: 0.05 })),
  ...[0.1, 0.2].flatMap((effect) =>
    forms.flatMap((shape) => [0.02, 0.2].map((sigma) => ({ ...base, shape, sigma, effect }))),
  ),
  { ...base, shape: 'log-normal', sigma: 0.2, effect: 0.1, drift: 'step' },
  { ...base, shape: 'log-normal', sigma: 0.2, effect: 0.1, residual: 0.05 },
  { ...base, shape: 'log-normal', sigma: 0.2, effect: 0.2, residual: 0.05 },
];

const percent = (count, of) => `${((100 * count) / of).toFixed(2)} %`;

export function simulate(comparisons) {
  for (const [seed, scenario] of scenarios.entries()) {
    const started = performance.now();
    const counts = compareMany(scenario, comparisons, seed + 1);
    const { shape, sigma, residual, drift, effect } = scenario;
    const wrong = effect === 0 ? counts.regressed + counts.improved : counts.improved;
    console.log(
      `${shape.padEnd(10)} machine ${(sigma * 100).toFixed(0).padStart(2)} % ${drift} residual ${residual * 100} %  effect +${effect * 100} %  ` +
        `regressed ${percent(counts.regressed, comparisons)}  wrong ${percent(wrong, comparisons)}  ${JSON.stringify(counts)}  ${((performance.now() - started) / 1000).toFixed(1)} s`,
    );
  }
}
