import { rowsOf, type Store } from './store/store.ts';
import { StoreUnavailable } from './store/unavailable.ts';

/** Batch size of the cleanup command. A batch takes about two milliseconds with its commit. */
export const PURGE_BATCH = 200;

/**
 * Batch size while requests are served: with 200 rows, p99 of refreshes rose by a seventh during cleanup. Fifty rows
 * ten times a second are forty million a day, the tokens of 450,000 users who refresh every 15 minutes.
 */
const BACKGROUND_BATCH = 50;
const PAUSE_MS = 100;
const EVERY_MS = 60_000;

/** Short, because a server that is restarted every minute during development would never clean up otherwise. */
const FIRST_AFTER_MS = 5000;

export interface Cleaner {
  stop(): Promise<void>;
}

/** Removes expired rows in small batches while the server runs. */
export function startCleaner(store: Store, nowMs: () => number, report: (error: unknown) => void): Cleaner {
  let isStopped = false;
  let round: Promise<void> = Promise.resolve();
  let pause: NodeJS.Timeout | undefined;

  const purge = async (): Promise<void> => {
    try {
      const purged = await store.purgeExpired(nowMs(), BACKGROUND_BATCH);
      next(rowsOf(purged) < BACKGROUND_BATCH ? EVERY_MS : PAUSE_MS);
    } catch (error) {
      // The request handler reports an unavailable store; the cleanup waits for the next round.
      if (!(error instanceof StoreUnavailable)) report(error);
      next(EVERY_MS);
    }
  };
  const next = (afterMs: number): void => {
    if (isStopped) return;
    pause = setTimeout(() => {
      round = purge();
    }, afterMs).unref();
  };

  next(FIRST_AFTER_MS);
  return {
    async stop() {
      isStopped = true;
      clearTimeout(pause);
      await round;
    },
  };
}
