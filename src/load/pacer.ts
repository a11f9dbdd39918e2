/** When each request of the open model is to be sent. Pure: it reads no clock, and its randomness comes from the seed. */
export type Pace =
  | { readonly kind: 'constant'; readonly perSecond: number }
  /** A linear ramp from one rate to another, then constant. */
  | { readonly kind: 'ramp'; readonly fromPerSecond: number; readonly toPerSecond: number; readonly overS: number }
  /** Independent arrivals, as of separate users: the gaps are exponential. */
  | { readonly kind: 'poisson'; readonly perSecond: number; readonly seed: number };

const US_PER_S = 1_000_000;

/** @returns a function whose n-th call gives the time of the n-th send, in whole µs from the start. Never decreases. */
export function pacer(pace: Pace): () => number {
  let index = -1;
  const counted = (atS: (n: number) => number) => (): number => {
    index += 1;
    return Math.round(atS(index) * US_PER_S);
  };
  switch (pace.kind) {
    // Computed from the index and not from the last send, so that rounding does not accumulate.
    case 'constant':
      return counted((n) => n / pace.perSecond);
    case 'ramp':
      return counted((n) => rampS(n, pace));
    case 'poisson':
      return poisson(pace.perSecond, pace.seed);
    default:
      return pace satisfies never;
  }
}

/**
 * The sends of one of several processes: every n-th of the plan. All processes together send exactly the plan, and two runs
 * with the same seed do so with any number of processes.
 */
export function sharedPacer(
  pace: Pace,
  { index, of }: { index: number; of: number } = { index: 0, of: 1 },
): () => number {
  const next = pacer(pace);
  let skip = index;
  return () => {
    for (; skip > 0; skip -= 1) next();
    skip = of - 1;
    return next();
  };
}

/** Solves n = from·t + (to − from)·t² / 2·over for t. After the ramp the rate is constant. */
function rampS(n: number, { fromPerSecond, toPerSecond, overS }: Extract<Pace, { kind: 'ramp' }>): number {
  const inRamp = ((fromPerSecond + toPerSecond) / 2) * overS;
  if (n >= inRamp) return overS + (n - inRamp) / toPerSecond;
  const slope = (toPerSecond - fromPerSecond) / overS;
  // This form of the root is exact for a slope near zero and for a ramp that begins at zero.
  return n === 0 ? 0 : (2 * n) / (fromPerSecond + Math.sqrt(fromPerSecond ** 2 + 2 * slope * n));
}

function poisson(perSecond: number, seed: number): () => number {
  const random = seeded(seed);
  let atS = 0;
  return () => {
    const sendUs = Math.round(atS * US_PER_S);
    // 1 − u is never 0, so the gap is never infinite.
    atS += -Math.log(1 - random()) / perSecond;
    return sendUs;
  };
}

/** mulberry32: 32 bits of state, uniform enough for arrivals, the same on every machine. @returns numbers 0 ≤ x < 1 */
export function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
