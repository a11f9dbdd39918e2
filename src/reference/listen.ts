import { randomBytes } from 'node:crypto';
import { buildApp } from './app.ts';
import { databaseFileAt } from './database-file.ts';
import { DEFAULT_ACCESS_SECONDS, DEFAULT_REFRESH_SECONDS, userNames, type ReferenceOptions } from './options.ts';
import { createPasswords, hashPassword } from './passwords.ts';
import { openSockets } from './sockets.ts';
import { openSqliteStore } from './store/sqlite.ts';
import type { Store } from './store/store.ts';
import { KEY_BYTES } from './tokens/jwt.ts';
import { createTokens } from './tokens/tokens.ts';

export interface ServeOptions extends ReferenceOptions {
  /** Tests bring their own clock instead of waiting. */
  readonly nowMs?: () => number;
  /** Tests bring their own key to forge with. Otherwise it is random, and tokens die with the server. */
  readonly key?: Uint8Array;
}

export interface Serving {
  /** http://127.0.0.1:PORT/. The same port answers on ::1 where there is IPv6. */
  readonly url: string;
  /** Finishes the requests in flight, then lets go of port, database and temporary file. */
  close(): Promise<void>;
}

const PURGE_EVERY_MS = 60_000;

export async function serveReference(options: ServeOptions): Promise<Serving> {
  const nowMs = options.nowMs ?? Date.now;
  const file = await databaseFileAt(options.databaseFile);
  const undo: (() => Promise<void>)[] = [() => file.discard()];
  try {
    const store = openSqliteStore(file.path);
    undo.unshift(() => store.close());
    await addUsers(store, options);

    const tokens = createTokens({
      key: options.key ?? randomBytes(KEY_BYTES),
      accessSeconds: options.accessSeconds ?? DEFAULT_ACCESS_SECONDS,
      refreshSeconds: options.refreshSeconds ?? DEFAULT_REFRESH_SECONDS,
      nowMs,
    });
    const handle = buildApp({ store, tokens, passwords: await createPasswords(), nowMs }, reportFault);
    const sockets = await openSockets(
      options.port,
      (request, response) => void handle(request, response),
      options.families,
    );
    undo.unshift(() => sockets.close());

    const purge = setInterval(() => void store.purgeExpired(nowMs()).catch(reportFault), PURGE_EVERY_MS).unref();
    undo.unshift(async () => clearInterval(purge));
    return { url: `http://127.0.0.1:${sockets.port}/`, close: once(() => runAll(undo)) };
  } catch (error) {
    await runAll(undo);
    throw error;
  }
}

/**
 * One hash for all: every account has the same password, and an Argon2 of its own for each of a thousand users would
 * cost ten seconds at the start. A real server must salt each one; here the password is no secret between the accounts.
 */
async function addUsers(store: Store, { users, password }: ReferenceOptions): Promise<void> {
  await store.addUsers(userNames(users), await hashPassword(password));
}

function reportFault(error: unknown): void {
  process.stderr.write(
    `whyslow reference: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
}

async function runAll(steps: readonly (() => Promise<void>)[]): Promise<void> {
  for (const step of steps) await step();
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= work());
}
