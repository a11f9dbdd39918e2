/** An interval narrower than 2 % of its value is precise enough for any limit. */
const NARROW = 0.02;

/**
 * Whether more samples are unlikely to change the verdict. That is so when the interval does not contain the limit, or
 * when it is so narrow that it contains the limit by chance.
 */
export function isSure(interval: readonly [number, number] | null, limit: number): boolean {
  if (interval === null) return false;
  const [from, to] = interval;
  return to < limit || from > limit || to - from < NARROW * ((from + to) / 2);
}
