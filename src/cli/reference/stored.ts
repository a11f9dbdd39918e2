import { existsSync } from 'node:fs';
import { ToolError } from '../../model/error.ts';
import { openStore } from '../../reference/store/open.ts';
import type { Store } from '../../reference/store/store.ts';
import { StoreUnavailable } from '../../reference/store/unavailable.ts';
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
  } catch (error) {
    throw withNextStep(error);
  } finally {
    await store.close();
  }
}

/** An obstacle is no mistake of ours: it is told in a sentence. */
export function withNextStep(error: unknown): unknown {
  if (!(error instanceof StoreUnavailable)) return error;
  return new ToolError('store-unavailable', `${error.message.replace('the', 'The')}. Try again when that is over.`);
}
