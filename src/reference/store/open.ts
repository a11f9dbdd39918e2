import type { StorePlace } from '../options.ts';
import type { Patients } from './patients.ts';
import { openPatients } from './sqlite/patients.ts';
import type { RedisPlace } from './redis/connection.ts';
import { openSqliteStore, type SqliteStoreOptions } from './sqlite/store.ts';
import type { Store } from './store.ts';

export interface Stores {
  readonly store: Store;
  readonly patients: Patients;
  close(): Promise<void>;
}

/** A store that is not temporary. */
export type KeptPlace = Exclude<StorePlace, { readonly kind: 'temporary' }>;

export async function openStores(
  place: KeptPlace,
  options: SqliteStoreOptions & { patients: number },
): Promise<Stores> {
  if (place.kind === 'sqlite') {
    const store = openSqliteStore(place.file, options);
    return pair(store, openPatients(store.database, options.patients));
  }
  const store = await openRedis(place);
  return pair(store, openPatients(null, options.patients));
}

/** The token state alone, for maintenance commands. A server must have created the store. */
export async function openStore(place: KeptPlace): Promise<Store> {
  return place.kind === 'sqlite' ? openSqliteStore(place.file, { mustBeMade: true }) : openRedis(place);
}

async function openRedis(place: RedisPlace): Promise<Store> {
  // Imported only here, because the Redis client takes a tenth of a second to load.
  const { openRedisStore } = await import('./redis/store.ts');
  return openRedisStore(place);
}

function pair(store: Store, patients: Patients): Stores {
  return {
    store,
    patients,
    async close() {
      await patients.close();
      await store.close();
    },
  };
}
