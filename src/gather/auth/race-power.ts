/** How the responses of one trial lay in time. */
export interface Spread {
  /** The responses besides the first. */
  readonly others: number;
  /** From the sending to the first response. It holds the warming of the connections, so it is at most an upper bound. */
  readonly firstMs: number;
  /** From the first response to the last. */
  readonly spreadMs: number;
}

/** One verification of a hundred may miss a race. */
const MISSED = 0.01;
/** With five, one of 18 verifications of SimpleJWT beside a busy core missed the race that the others found. */
const FEWEST_TRIALS = 12;
/** Bounds what a server without an expected end costs. A fast server makes 60 trials in a second. */
const MOST_TRIALS = 60;
/** The whole group is to take less than 5 s, and the other exchanges of the group wait for a lock of one second. */
const SEARCH_MS = 3_000;
/**
 * A check and a claim in two steps have at least a query between them, and a refresh is a handful of queries: a window
 * of a tenth of a refresh is the shortest that is looked for.
 */
const WINDOW_OF_REFRESH = 0.1;
/** Clocks and event loops cannot tell shorter times apart. */
const SHORTEST_MS = 0.05;

/**
 * The shortest window that these trials would have missed in less than 1 % of verifications. A window is the time
 * between looking at a token and claiming it. The other requests of a trial reach the token evenly over the spread of
 * the responses, so each of them misses a window of w with a chance of 1 − w ÷ spread. In the sum over all trials that is
 * about exp(−w × Σ others ÷ spread), which is 1 % at w = ln 100 ÷ Σ. No window is stated that clocks cannot tell from zero.
 */
export function excludedWindowMs(trials: readonly Spread[]): number | null {
  const hitsPerMs = trials.reduce((sum, { others, spreadMs }) => sum + others / Math.max(SHORTEST_MS, spreadMs), 0);
  return hitsPerMs === 0 ? null : Math.max(SHORTEST_MS, -Math.log(MISSED) / hitsPerMs);
}

/** Whether more trials would add nothing, or take too long. */
export function isLookedFor(trials: readonly Spread[], tookMs: number): boolean {
  if (trials.length < FEWEST_TRIALS) return false;
  if (trials.length >= MOST_TRIALS || tookMs >= SEARCH_MS) return true;
  const excludedMs = excludedWindowMs(trials);
  return excludedMs !== null && excludedMs <= Math.max(SHORTEST_MS, WINDOW_OF_REFRESH * quickestRefreshMs(trials));
}

/** A server that works on one request after the other takes a tenth of the whole time for each of ten. */
const quickestRefreshMs = (trials: readonly Spread[]): number =>
  Math.min(...trials.map(({ others, firstMs, spreadMs }) => Math.min(firstMs, (firstMs + spreadMs) / (others + 1))));
