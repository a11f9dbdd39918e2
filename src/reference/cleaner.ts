import { rowsOf, type Store } from './store/store.ts';
import { StoreUnavailable } from './store/unavailable.ts';

/** A batch of this size takes about two milliseconds with its commit; what it delays, nobody notices. */
export const PURGE_BATCH = 200;

/** Between two batches, so that cleaning takes a small part of the time and of the disk. */
const PAUSE_MS = 100;
const EVERY_MS = 60_000;

/** A server that is restarted every minute, as while developing, would never clean up otherwise. */
const FIRST_AFTER_MS = 5000;

export interface Cleaner {
  stop(): Promise<void>;
}

/** Removes what has expired, a little at a time, for as long as the server runs. */
export function startCleaner(store: Store, nowMs: () => number, report: (error: unknown) => void): Cleaner {
  let isStopped = false;
  let round: Promise<void> = Promise.resolve();
  let pause: NodeJS.Timeout | undefined;

  const purge = async (): Promise<void> => {
    try {
      const purged = await store.purgeExpired(nowMs(), PURGE_BATCH);
      next(rowsOf(purged) < PURGE_BATCH ? EVERY_MS : PAUSE_MS);
    } catch (error) {
      // What stands in the way of requests is told there; cleaning can wait.
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
