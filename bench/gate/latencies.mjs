// Simulated latencies with a known truth: the time of a server, times a factor of the machine.

/** Normal numbers from uniform ones (Box–Muller). */
export function normals(random) {
  let spare = null;
  return () => {
    if (spare !== null) {
      const kept = spare;
      spare = null;
      return kept;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    const angle = 2 * Math.PI * random();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}

const SIGMA = 0.25;

/** All have a median of about 30 ms, the default threshold, where a margin of 5 % is 1.5 ms. */
export const shapes = {
  'log-normal': (normal) => () => 30 * Math.exp(SIGMA * normal()),
  // A cache that misses once in five: the tail is a second mode.
  // A cache that hits every second time: the median lies between two modes.
  halves: (normal, random) => () => (random() < 0.5 ? 22 : 40) * Math.exp(SIGMA * normal()),
  bimodal: (normal, random) => () => (random() < 0.8 ? 28 : 70) * Math.exp(SIGMA * normal()),
};

/**
 * The speed of the machine in each of n consecutive blocks, as factors. Its offset, its drift and one step have the standard
 * deviation `sigma`. `residual` is the difference between two consecutive blocks.
 */
export function machine(normal, random, { sigma, residual, drift }, n) {
  const today = Math.exp(sigma * normal());
  const slope = drift === 'slope' ? sigma * normal() : 0;
  const step = drift === 'step' ? Math.abs(sigma * normal()) : 0;
  const stepAt = Math.floor(random() * n);
  return Array.from({ length: n }, (_, i) => {
    const log = (slope * i) / n + (i >= stepAt ? step : 0) + residual * normal();
    return today * Math.exp(log);
  });
}
