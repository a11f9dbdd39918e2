import { setTimeout as delay } from 'node:timers/promises';
import { stdout } from 'node:process';
import { PURGE_BATCH } from '../../reference/cleaner.ts';
import { withStore } from './stored.ts';
import type { KeptPlace } from './values.ts';

/** A server may be using the store: it gets the disk between two batches. */
const PAUSE_MS = 20;

export async function cleanup({ store: place }: { readonly store: KeptPlace }): Promise<void> {
  if (place.kind === 'redis') {
    stdout.write('nothing to do: Redis removes every key at its end by itself\n');
    return;
  }
  await withStore(place, async (store) => {
    const removed = { tokens: 0, sessions: 0 };
    for (;;) {
      const { tokens, sessions } = await store.purgeExpired(Date.now(), PURGE_BATCH);
      removed.tokens += tokens;
      removed.sessions += sessions;
      if (tokens + sessions < PURGE_BATCH) break;
      await delay(PAUSE_MS);
    }
    stdout.write(`removed ${removed.sessions} expired sessions with ${removed.tokens} tokens\n`);
  });
}
