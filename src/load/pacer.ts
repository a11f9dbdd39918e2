/** When each request of an open model is to be sent. Pure: no clock, and chance comes from the seed. */
export type Pace =
  | { readonly kind: 'constant'; readonly perSecond: number }
  /** From one rate to another in a straight line, and then constant. */
  | { readonly kind: 'ramp'; readonly fromPerSecond: number; readonly toPerSecond: number; readonly overS: number }
  /** Independent arrivals, as of people who do not know of each other: the gaps are exponential. */
  | { readonly kind: 'poisson'; readonly perSecond: number; readonly seed: number };

const US_PER_S = 1_000_000;

/** @returns a function whose n-th call gives the n-th send in whole µs from the start; never decreasing. */
export function pacer(pace: Pace): () => number {
  let index = -1;
  const counted = (atS: (n: number) => number) => (): number => {
    index += 1;
    return Math.round(atS(index) * US_PER_S);
  };
  switch (pace.kind) {
    // From the index and not from the last send, so that rounding does not add up.
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

/** Solves n = from·t + (to − from)·t² / 2·over for t; beyond the ramp the rate stays. */
function rampS(n: number, { fromPerSecond, toPerSecond, overS }: Extract<Pace, { kind: 'ramp' }>): number {
  const inRamp = ((fromPerSecond + toPerSecond) / 2) * overS;
  if (n >= inRamp) return overS + (n - inRamp) / toPerSecond;
  const slope = (toPerSecond - fromPerSecond) / overS;
  // This form of the root stays exact where the slope is nearly none, and where the ramp begins at nothing.
  return n === 0 ? 0 : (2 * n) / (fromPerSecond + Math.sqrt(fromPerSecond ** 2 + 2 * slope * n));
}

function poisson(perSecond: number, seed: number): () => number {
  const chance = seeded(seed);
  let atS = 0;
  return () => {
    const sendUs = Math.round(atS * US_PER_S);
    // 1 − u is never 0, so the gap is never infinite.
    atS += -Math.log(1 - chance()) / perSecond;
    return sendUs;
  };
}

/** mulberry32: 32 bits of state, uniform enough for arrivals, the same on every machine. @returns 0 ≤ x < 1 */
export function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
