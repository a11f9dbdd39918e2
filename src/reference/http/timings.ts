/** The measured parts of a request, in the order of the Server-Timing header. */
const METRICS = ['hash', 'db', 'queue', 'sign', 'verify'] as const;
export type Metric = (typeof METRICS)[number];

/** The time that one request spent in each part. */
export class Timings {
  readonly #spentMs = new Map<Metric, number>();

  async of<T>(metric: Metric, work: () => Promise<T>): Promise<T> {
    const startedMs = performance.now();
    const result = await work();
    this.#add(metric, performance.now() - startedMs);
    return result;
  }

  ofSync<T>(metric: Metric, work: () => T): T {
    const startedMs = performance.now();
    const result = work();
    this.#add(metric, performance.now() - startedMs);
    return result;
  }

  /** Moves the waiting time of a write from `db` to `queue`. The store reports it. */
  readonly queued = (waitedMs: number): void => {
    this.#add('queue', waitedMs);
    this.#add('db', -waitedMs);
  };

  /** Discards all times. The times of a failed login would reveal whether the user exists. */
  clear(): void {
    this.#spentMs.clear();
  }

  /** Null if nothing was measured. */
  header(): string | null {
    const parts = METRICS.flatMap((metric) => {
      const spentMs = this.#spentMs.get(metric);
      return spentMs === undefined ? [] : [`${metric};dur=${spentMs.toFixed(3)}`];
    });
    return parts.length === 0 ? null : parts.join(', ');
  }

  #add(metric: Metric, spentMs: number): void {
    this.#spentMs.set(metric, (this.#spentMs.get(metric) ?? 0) + spentMs);
  }
}
