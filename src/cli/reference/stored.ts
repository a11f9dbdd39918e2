import { existsSync } from 'node:fs';
import { ToolError } from '../../model/error.ts';
import { openStore } from '../../reference/store/open.ts';
import type { Store } from '../../reference/store/store.ts';
import { StoreUnavailable } from '../../reference/store/unavailable.ts';
import type { KeptPlace } from './values.ts';

/** Opens an existing store. A mistyped name must not create an empty store that then passes every check. */
export async function withStore<T>(place: KeptPlace, work: (store: Store) => Promise<T>): Promise<T> {
  if (place.kind === 'sqlite' && !existsSync(place.file)) {
    throw new ToolError(
      'no-such-store',
      `The file ${place.file} does not exist. Name the store that the server was started with.`,
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

/** An unavailable store is no internal error: it is reported with its next step. */
export function withNextStep(error: unknown): unknown {
  if (!(error instanceof StoreUnavailable)) return error;
  return new ToolError('store-unavailable', `${error.message.replace('the', 'The')}. Try again when that is over.`);
}
