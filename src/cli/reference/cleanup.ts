import { setTimeout as delay } from 'node:timers/promises';
import { stderr, stdout } from 'node:process';
import { PURGE_BATCH } from '../../reference/cleaner.ts';
import { rowsOf, type Purged, type Store } from '../../reference/store/store.ts';
import { fitted } from '../narrowed.ts';
import { interruptible } from '../interrupt.ts';
import { removedText } from './texts.ts';
import { withStore } from './stored.ts';
import type { KeptPlace } from './values.ts';

/** Pause between two batches, for a server that uses the same store. */
const PAUSE_MS = 20;

/** Interval of the progress output of a long clean-up. */
const REPORT_EVERY_MS = 1000;

const EXIT_INTERRUPTED = 130;

/** Each batch is its own transaction, so an interruption loses nothing. @returns the exit code. */
export async function cleanup({ store: place }: { readonly store: KeptPlace }): Promise<number> {
  if (place.kind === 'redis') {
    stdout.write('nothing to do: Redis removes expired keys itself\n');
    return 0;
  }
  const { signal, release } = interruptible();
  await withStore(place, (store) => purgeAll(store, signal)).finally(release);
  return signal.aborted ? EXIT_INTERRUPTED : 0;
}

async function purgeAll(store: Store, signal: AbortSignal): Promise<void> {
  let removed: Purged = { tokens: 0, sessions: 0, attempts: 0 };
  let reportedAtMs = performance.now();
  try {
    for (let isMore = true; isMore && !signal.aborted;) {
      const purged = await store.purgeExpired(Date.now(), PURGE_BATCH);
      removed = sum(removed, purged);
      isMore = rowsOf(purged) === PURGE_BATCH;
      if (stderr.isTTY && performance.now() - reportedAtMs > REPORT_EVERY_MS) {
        reportedAtMs = performance.now();
        stderr.write(`${removedText(removed)} so far\n`);
      }
      if (isMore) await delay(PAUSE_MS);
    }
  } finally {
    stdout.write(fitted(`${removedText(removed)}\n`, stdout));
  }
}

const sum = (a: Purged, b: Purged): Purged => ({
  tokens: a.tokens + b.tokens,
  sessions: a.sessions + b.sessions,
  attempts: a.attempts + b.attempts,
});
