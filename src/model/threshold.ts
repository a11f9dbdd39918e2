export const statistics = ['mean', 'min', 'max', 'p50', 'p75', 'p90', 'p95', 'p99', 'p99.9', 'errors', 'rate'] as const;
export type Statistic = (typeof statistics)[number];
export const operators = ['<=', '>=', '<', '>'] as const;
export type Operator = (typeof operators)[number];

/** A parsed threshold such as `refresh mean < 30ms`. */
export interface Threshold {
  /** As the user wrote it, without the suite: `mean < 30ms`. */
  readonly condition: string;
  readonly statistic: Statistic;
  readonly operator: Operator;
  /** In ms for times, a share for errors, and per second for the rate. */
  readonly limit: number;
}
