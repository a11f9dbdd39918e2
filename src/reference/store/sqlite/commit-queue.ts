import { StoreUnavailable } from '../unavailable.ts';
import type { Database } from './database.ts';

/** A whole batch is on disk within a few milliseconds; more would keep the first of it waiting for the last. */
const MOST_IN_ONE_COMMIT = 256;

/** Another process holds the lock for about a millisecond. Who does not get it for two seconds is told so. */
const PATIENCE_MS = 2000;
const COME_AGAIN_MS = 5;

export interface Hooks {
  /** Around the work of every transaction, inside it. */
  begin(): void;
  end(): void;
  /** After each commit, with the number of requests that shared it. */
  committed(count: number): void;
}

interface Job {
  readonly enteredMs: number;
  /** Runs the work; the answer settles the promise, and is called after the commit only. */
  readonly work: () => () => void;
  readonly queued: ((waitedMs: number) => void) | undefined;
  readonly fail: (error: unknown) => void;
}

/**
 * Group commit. The disk flush is what a durable write costs, and it costs the same for one row as for a hundred; so all
 * requests that arrive turn after turn of the event loop share one transaction, until a turn brings none.
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

  /** Settles when `work` is durable, or was undone. `queued` hears how long it waited for its turn. */
  write<T>(work: () => T, queued?: (waitedMs: number) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      const answering = (): (() => void) => {
        const result = work();
        return () => resolve(result);
      };
      this.#waiting.push({ enteredMs: performance.now(), work: answering, queued, fail: reject });
      this.#schedule(0);
    });
  }

  /** Waits until everything is written. */
  drained(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#waiting.length === 0) resolve();
      else this.#whenEmpty.push(resolve);
    });
  }

  #schedule(afterMs: number): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    // The check phase comes right after all the sockets that had something to say were read.
    if (afterMs === 0) setImmediate(() => this.#flushWhenQuiet(0));
    else setTimeout(() => this.#flush(), afterMs);
  }

  /** A turn that brought more writes may be followed by one that does: a turn costs far less than a flush. */
  #flushWhenQuiet(seen: number): void {
    const waiting = this.#waiting.length;
    if (waiting > seen && waiting < MOST_IN_ONE_COMMIT) setImmediate(() => this.#flushWhenQuiet(waiting));
    else this.#flush();
  }

  #flush(): void {
    this.#isScheduled = false;
    const batch = this.#waiting.splice(0, MOST_IN_ONE_COMMIT);
    const comeAgainMs = this.#settle(batch);
    if (this.#waiting.length > 0) this.#schedule(comeAgainMs);
    else for (const tell of this.#whenEmpty.splice(0)) tell();
  }

  /** Answers after how long the next try makes sense. */
  #settle(batch: readonly Job[]): number {
    try {
      for (const answer of this.#commit(batch)) answer();
      return 0;
    } catch (error) {
      if (error instanceof StoreUnavailable) return this.#putOff(batch, error);
      // One of them is faulty. Everything was undone, so each may run again by itself and only that one fails.
      if (batch.length > 1) for (const job of batch) this.#settle([job]);
      else batch[0]?.fail(error);
      return 0;
    }
  }

  #commit(batch: readonly Job[]): readonly (() => void)[] {
    const startedMs = performance.now();
    const answers = this.#database.transaction(() => {
      this.#hooks.begin();
      const settled = batch.map(({ work }) => work());
      this.#hooks.end();
      return settled;
    });
    for (const { queued, enteredMs } of batch) queued?.(startedMs - enteredMs);
    this.#hooks.committed(batch.length);
    return answers;
  }

  #putOff(batch: readonly Job[], error: StoreUnavailable): number {
    // A lock goes away by itself; a full disk does not, and waiting would only collect requests.
    const givesUpMs = error.obstacle === 'locked' ? performance.now() - PATIENCE_MS : Infinity;
    for (const job of batch) if (job.enteredMs <= givesUpMs) job.fail(error);
    this.#waiting = [...batch.filter((job) => job.enteredMs > givesUpMs), ...this.#waiting];
    return COME_AGAIN_MS;
  }
}
