/** What the CPU limit of the server's control group did while the addresses were visited. */
export interface Throttling {
  readonly elapsedMs: number;
  /** The smallest limit of the group and those above it; null where there is none. */
  readonly limitCores: number | null;
  /** The length of one period of that limit. */
  readonly periodMs: number | null;
  /** Periods in which the group used up its limit, and the time that its processes were held back then, per core. */
  readonly throttledPeriods: number;
  readonly throttledMs: number;
}
