import { buildApp } from './app.ts';
import { startCleaner } from './cleaner.ts';
import { databaseFileAt } from './database-file.ts';
import type { Mutant } from './mutants/contract.ts';
import { Metrics } from './metrics.ts';
import {
  DEFAULT_ACCESS_SECONDS,
  DEFAULT_PATIENTS,
  DEFAULT_REFRESH_SECONDS,
  DEFAULT_THROTTLE,
  userNames,
  type ReferenceOptions,
  type StorePlace,
} from './options.ts';
import { createPasswords, hashPassword } from './passwords.ts';
import type { Services } from './routes/contract.ts';
import { openSockets } from './sockets.ts';
import { refuseBrokenEnd } from './store/chain-end.ts';
import { openStores, type KeptPlace, type Stores } from './store/open.ts';
import { StoreUnavailable } from './store/unavailable.ts';
import { createThrottle } from './throttle.ts';
import { followKeys, keysIn } from './tokens/key-file.ts';
import { createKeyring, type Keyring } from './tokens/keyring.ts';
import { DEFAULT_ALGORITHM, makeKey } from './tokens/keys.ts';
import { createTokens } from './tokens/tokens.ts';

export interface ServeOptions extends ReferenceOptions {
  /** A clock that tests can set. */
  readonly nowMs?: () => number;
}

export interface Serving {
  /** http://127.0.0.1:PORT/. The server also listens on ::1 with the same port if the machine has IPv6. */
  readonly url: string;
  /** Finishes the requests in flight, then releases port, database and temporary file. */
  close(): Promise<void>;
}

type Undo = (() => Promise<void> | void)[];

export async function serveReference(options: ServeOptions): Promise<Serving> {
  const undo: Undo = [];
  try {
    const url = await serve(options, undo);
    return { url, close: once(() => runAll(undo)) };
  } catch (error) {
    await runAll(undo);
    throw error;
  }
}

async function serve(given: ServeOptions, undo: Undo): Promise<string> {
  const mutant = await mutantNamed(given.mutant);
  const options = { ...given, ...mutant?.options };
  const { slowness = {}, store: place = { kind: 'temporary' }, patients = DEFAULT_PATIENTS } = options;
  const metrics = new Metrics();
  const stores = await openStores(await keptPlace(place, undo), {
    indexed: slowness.hasNoIndexes !== true,
    patients,
    committed: (requests) => metrics.committed(requests),
  });
  undo.unshift(stores.close);
  await refuseBrokenEnd(stores.store, options.acceptAuditBreak);
  const [services] = await Promise.all([servicesOf(options, stores, metrics, undo), addUsers(stores, options)]);
  const served = mutant?.services?.(services) ?? services;
  const handle = buildApp(served, reportFault, { ...slowness, mutant });
  const sockets = await openSockets(
    options.port,
    (request, response) => void handle(request, response),
    options.families,
  );
  undo.unshift(() => sockets.close());

  const cleaner = startCleaner(stores.store, services.nowMs, reportFault);
  undo.unshift(() => cleaner.stop());
  return `http://${options.families === 'ipv6' ? '[::1]' : '127.0.0.1'}:${sockets.port}/`;
}

/** The defects are loaded only where one is asked for. */
async function mutantNamed(id: string | undefined): Promise<Mutant | null> {
  if (id === undefined) return null;
  const { mutants } = await import('./mutants/index.ts');
  const found = mutants.find((each) => each.id === id);
  if (found === undefined) throw new RangeError(`No mutant is called ${id}.`);
  return found;
}

/** The place of the tokens. A temporary store gets its own file. */
async function keptPlace(place: StorePlace, undo: Undo): Promise<KeptPlace> {
  if (place.kind === 'redis') return place;
  const file = await databaseFileAt(place);
  undo.unshift(file.discard);
  return { kind: 'sqlite', file: file.path };
}

async function servicesOf(options: ServeOptions, stores: Stores, metrics: Metrics, undo: Undo): Promise<Services> {
  const { slowness = {}, nowMs = Date.now } = options;
  const { hash, isHashBlocking } = slowness;
  const [keyring, passwords] = await Promise.all([
    openKeyring(options, undo),
    createPasswords({ hash, isBlocking: isHashBlocking }),
  ]);
  const tokens = createTokens({
    keyring,
    accessSeconds: options.accessSeconds ?? DEFAULT_ACCESS_SECONDS,
    refreshSeconds: options.refreshSeconds ?? DEFAULT_REFRESH_SECONDS,
    nowMs,
  });
  return {
    store: stores.store,
    patients: stores.patients,
    tokens,
    keyring,
    passwords,
    throttle: createThrottle(stores.store, options.throttle ?? DEFAULT_THROTTLE),
    metrics,
    strictRevocation: options.strictRevocation ?? true,
    clientAddress: options.clientAddress ?? 'socket',
    nowMs,
  };
}

async function openKeyring(options: ServeOptions, undo: Undo): Promise<Keyring> {
  const { keysFile, keys, algorithm } = options;
  if (keysFile === undefined) return createKeyring(keys ?? [await makeKey(algorithm ?? DEFAULT_ALGORITHM, 0)]);
  const keyring = createKeyring(await keysIn(keysFile, algorithm));
  undo.unshift(followKeys(keysFile, keyring, reportFault));
  return keyring;
}

/**
 * All accounts share one password and one hash, because a thousand Argon2 hashes would take ten seconds at the start. A
 * real server must salt each password.
 */
async function addUsers({ store }: Stores, { users, password, slowness }: ReferenceOptions): Promise<void> {
  await store.addUsers(userNames(users), await hashPassword(password, slowness?.hash));
}

function reportFault(error: unknown): void {
  process.stderr.write(`whyslow reference: ${faultText(error)}\n`);
}

function faultText(error: unknown): string {
  if (error instanceof StoreUnavailable) return `${error.message}; requests that need it get status 503`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

async function runAll(steps: Undo): Promise<void> {
  for (const step of steps) await step();
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= work());
}
