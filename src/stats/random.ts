/** A source of numbers from 0 up to 1. The same seed gives the same numbers, so that a verdict can be reproduced. */
export type Random = () => number;

const TWO_TO_32 = 4_294_967_296;

/** mulberry32: 32 bits of state, passes the usual tests of randomness, in four lines. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / TWO_TO_32;
  };
}
