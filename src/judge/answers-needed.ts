/** A larger factor is not practical: the value is too close to the limit. */
const MOST_TIMES = 100;
/** Significant digits of the result; the interval is known no better. */
const ROUND_TO = 2;

/**
 * How many more answers would shrink the interval until it ends at the limit, if further answers have the same spread: its
 * width shrinks with their square root.
 */
export function answersNeeded({
  n,
  actual,
  interval: [from, to],
  limit,
}: {
  readonly n: number;
  readonly actual: number;
  readonly interval: readonly [number, number];
  readonly limit: number;
}): number {
  const halfWidth = limit >= actual ? to - actual : actual - from;
  const distance = Math.abs(limit - actual);
  const times = distance === 0 ? MOST_TIMES : Math.min(MOST_TIMES, (halfWidth / distance) ** 2);
  return roundedUp(Math.max(1, n * (times - 1)));
}

function roundedUp(value: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(value)) + 1 - ROUND_TO);
  return Math.ceil(value / unit) * unit;
}
