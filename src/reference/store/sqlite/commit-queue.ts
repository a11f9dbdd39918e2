import { StoreUnavailable } from '../unavailable.ts';
import type { Database } from './database.ts';

/** A full batch is on disk within a few milliseconds. A larger batch would delay its first request. */
const MOST_IN_ONE_COMMIT = 256;

/** Another process holds the lock for about a millisecond. A write fails if the lock stays taken for this long. */
const LOCK_TIMEOUT_MS = 2000;
const RETRY_AFTER_MS = 5;

export interface Hooks {
  /** Called inside each transaction, before and after its work. */
  begin(): void;
  end(): void;
  /** Called after each commit with the number of requests in it. */
  committed(count: number): void;
}

interface Job {
  readonly enteredMs: number;
  /** Runs the work. The returned function settles the promise and is called only after the commit. */
  readonly work: () => () => void;
  readonly queued: ((waitedMs: number) => void) | undefined;
  readonly fail: (error: unknown) => void;
}

/**
 * Group commit. The cost of a durable write is the disk flush, which is the same for one row and for a hundred. So all
 * requests share one transaction until an event loop turn adds no further request.
 */
export class CommitQueue {
  readonly #database: Database;
  readonly #hooks: Hooks;
  #waiting: Job[] = [];
  #isScheduled = false;
  #whenEmpty: (() => void)[] = [];

  constructor(database: Database, hooks: Hooks) {
    this.#database = database;
    this.#hooks = hooks;
  }

  /** Settles when `work` is durable or rolled back. `queued` is called with the time before its transaction. */
  write<T>(work: () => T, queued?: (waitedMs: number) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      const runAndSettle = (): (() => void) => {
        const result = work();
        return () => resolve(result);
      };
      this.#waiting.push({ enteredMs: performance.now(), work: runAndSettle, queued, fail: reject });
      this.#schedule(0);
    });
  }

  /** Settles when the queue is empty. */
  drained(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#waiting.length === 0) resolve();
      else this.#whenEmpty.push(resolve);
    });
  }

  #schedule(afterMs: number): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    // setImmediate runs in the check phase, right after the poll phase has read all sockets with data.
    if (afterMs === 0) setImmediate(() => this.#flushWhenQuiet(0));
    else setTimeout(() => this.#flush(), afterMs);
  }

  /** Waits for another turn as long as each turn adds writes. A turn costs far less than a flush. */
  #flushWhenQuiet(seen: number): void {
    const waiting = this.#waiting.length;
    if (waiting > seen && waiting < MOST_IN_ONE_COMMIT) setImmediate(() => this.#flushWhenQuiet(waiting));
    else this.#flush();
  }

  #flush(): void {
    this.#isScheduled = false;
    const batch = this.#waiting.splice(0, MOST_IN_ONE_COMMIT);
    const retryAfterMs = this.#settle(batch);
    if (this.#waiting.length > 0) this.#schedule(retryAfterMs);
    else for (const resolve of this.#whenEmpty.splice(0)) resolve();
  }

  /** Returns the delay before the next attempt. */
  #settle(batch: readonly Job[]): number {
    try {
      for (const settle of this.#commit(batch)) settle();
      return 0;
    } catch (error) {
      if (error instanceof StoreUnavailable) return this.#postpone(batch, error);
      // One job failed and the transaction was rolled back. Each job runs again alone, so that only that one fails.
      if (batch.length > 1) for (const job of batch) this.#settle([job]);
      else batch[0]?.fail(error);
      return 0;
    }
  }

  #commit(batch: readonly Job[]): readonly (() => void)[] {
    const startedMs = performance.now();
    const settlers = this.#database.transaction(() => {
      this.#hooks.begin();
      const results = batch.map(({ work }) => work());
      this.#hooks.end();
      return results;
    });
    for (const { queued, enteredMs } of batch) queued?.(startedMs - enteredMs);
    this.#hooks.committed(batch.length);
    return settlers;
  }

  #postpone(batch: readonly Job[], error: StoreUnavailable): number {
    // A lock is released soon. A full disk is not, and waiting would only accumulate requests.
    const givesUpMs = error.obstacle === 'locked' ? performance.now() - LOCK_TIMEOUT_MS : Infinity;
    for (const job of batch) if (job.enteredMs <= givesUpMs) job.fail(error);
    this.#waiting = [...batch.filter((job) => job.enteredMs > givesUpMs), ...this.#waiting];
    return RETRY_AFTER_MS;
  }
}
