/** The parts of a request that are worth telling apart, in the order in which Server-Timing lists them. */
const METRICS = ['hash', 'db', 'queue', 'sign', 'verify'] as const;
export type Metric = (typeof METRICS)[number];

/** Adds up what one request spent where. */
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

  /** What the store said of the time that a write waited for its turn: it is no work, so `db` does not count it. */
  readonly queued = (waitedMs: number): void => {
    this.#add('queue', waitedMs);
    this.#add('db', -waitedMs);
  };

  /** Forgets everything: how long a failed login took, and where, tells whether the user exists. */
  conceal(): void {
    this.#spentMs.clear();
  }

  /** Null when nothing was measured. */
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
