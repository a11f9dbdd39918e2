import { setTimeout as delay } from 'node:timers/promises';
import { stderr, stdout } from 'node:process';
import { PURGE_BATCH } from '../../reference/cleaner.ts';
import { rowsOf, type Purged, type Store } from '../../reference/store/store.ts';
import { interruptible } from '../interrupt.ts';
import { withStore } from './stored.ts';
import type { KeptPlace } from './values.ts';

/** A server may be using the store: it gets the disk between two batches. */
const PAUSE_MS = 20;

/** How often a long clean-up says how far it is. */
const TELL_EVERY_MS = 1000;

const EXIT_INTERRUPTED = 130;

/** Answers the exit code. Each batch is a transaction of its own, so an interruption loses nothing. */
export async function cleanup({ store: place }: { readonly store: KeptPlace }): Promise<number> {
  if (place.kind === 'redis') {
    stdout.write('nothing to do: Redis removes every key at its end by itself\n');
    return 0;
  }
  const { signal, release } = interruptible();
  await withStore(place, (store) => purgeAll(store, signal)).finally(release);
  return signal.aborted ? EXIT_INTERRUPTED : 0;
}

async function purgeAll(store: Store, signal: AbortSignal): Promise<void> {
  let removed: Purged = { tokens: 0, sessions: 0, attempts: 0 };
  let toldAtMs = performance.now();
  try {
    for (let isMore = true; isMore && !signal.aborted;) {
      const purged = await store.purgeExpired(Date.now(), PURGE_BATCH);
      removed = sum(removed, purged);
      isMore = rowsOf(purged) === PURGE_BATCH;
      if (stderr.isTTY && performance.now() - toldAtMs > TELL_EVERY_MS) {
        toldAtMs = performance.now();
        stderr.write(`${wordsFor(removed)} so far\n`);
      }
      if (isMore) await delay(PAUSE_MS);
    }
  } finally {
    stdout.write(`${wordsFor(removed)}\n`);
  }
}

const sum = (a: Purged, b: Purged): Purged => ({
  tokens: a.tokens + b.tokens,
  sessions: a.sessions + b.sessions,
  attempts: a.attempts + b.attempts,
});

function wordsFor({ tokens, sessions, attempts }: Purged): string {
  return `removed ${sessions} expired sessions with ${tokens} tokens, and ${attempts} ended counts of failed logins`;
}
