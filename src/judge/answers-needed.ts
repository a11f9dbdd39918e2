/** More than this is a wish and not a plan: the limit lies where the server is. */
const MOST_TIMES = 100;
/** An interval is never known to more than its first digits, nor is what would halve it. */
const ROUND_TO = 2;

/**
 * How many more answers would let an interval end at the limit, if the next ones are like these: its width shrinks with
 * their square root.
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
