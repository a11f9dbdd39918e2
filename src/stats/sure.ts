/** Narrow enough to say what a statistic is, wherever its limit lies: 2 % of its value (the width of the interval). */
const NARROW = 0.02;

/**
 * Whether more samples could still change what is said: not when the interval clears the limit, nor when it is so
 * narrow that the limit lies in it by bad luck alone.
 */
export function isSure(interval: readonly [number, number] | null, limit: number): boolean {
  if (interval === null) return false;
  const [from, to] = interval;
  return to < limit || from > limit || to - from < NARROW * ((from + to) / 2);
}
