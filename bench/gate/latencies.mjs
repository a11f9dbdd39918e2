// Latencies with a known truth: what a server takes, times what the machine makes of it.

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

/** Both have a median of 30 ms, or nearly: the story's target, where a margin of 5 % is 1.5 ms. */
export const shapes = {
  'log-normal': (normal) => () => 30 * Math.exp(SIGMA * normal()),
  // A cache that misses in one of five: the tail is another mode and not a stretched middle.
  // A cache that hits every second time: the middle lies between two modes.
  halves: (normal, random) => () => (random() < 0.5 ? 22 : 40) * Math.exp(SIGMA * normal()),
  bimodal: (normal, random) => () => (random() < 0.8 ? 28 : 70) * Math.exp(SIGMA * normal()),
};

/**
 * How fast the machine is at each of n blocks in a row, as factors. All of it has the size of `sigma`: how fast this machine
 * is today, how much slower it gets from beginning to end, and one step somewhere. `residual` is what two neighbours differ by.
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
