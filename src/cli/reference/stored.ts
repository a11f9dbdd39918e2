import { existsSync } from 'node:fs';
import { ToolError } from '../../model/error.ts';
import { openStore } from '../../reference/store/open.ts';
import type { Store } from '../../reference/store/store.ts';
import type { KeptPlace } from './values.ts';

/** Opens a store that a server has made. A mistyped name must not make a new, empty one and find everything in order. */
export async function withStore<T>(place: KeptPlace, work: (store: Store) => Promise<T>): Promise<T> {
  if (place.kind === 'sqlite' && !existsSync(place.file)) {
    throw new ToolError(
      'no-such-store',
      `There is no file ${place.file}. Name the one that the server was started with.`,
    );
  }
  const store = await openStore(place);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
