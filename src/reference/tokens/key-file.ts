import { readFileSync, statSync, watchFile, unwatchFile, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { ToolError } from '../../model/error.ts';
import { renameOver } from '../../system/rename.ts';
import type { Keyring } from './keyring.ts';
import { algorithms, DEFAULT_ALGORITHM, makeKey, type Algorithm, type StoredKey } from './keys.ts';

/** How often a running server checks whether the keys were rotated. */
const POLL_INTERVAL_MS = 1000;

/** Writing a hundred bytes takes a tenth of a millisecond; the rest is for overloaded machines. */
const LONGEST_WRITE_MS = 1000;
const WRITE_PAUSE_MS = 10;

/** A new key signs only after each server that shares the file has read it: several poll intervals. */
const PUBLISHED_BEFORE_USE_MS = 5000;

/**
 * The keys in the file, created on the first start. Only the owner may read it, because its keys can sign any token.
 */
export async function keysIn(path: string, wanted: Algorithm | undefined): Promise<readonly StoredKey[]> {
  try {
    // `wx`: of several servers that start together, one creates the file and the others read it.
    const first = [await makeKey(wanted ?? DEFAULT_ALGORITHM, 0)];
    writeFileSync(path, textOf(first), { mode: 0o600, flag: 'wx' });
    return first;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw unusable(path, 'cannot be made', error);
    await untilWritten(path);
    return ofAlgorithm(path, readKeys(path), wanted);
  }
}

/** Another server has made the file, and writes its keys in the next moment. A file that stays empty is refused. */
async function untilWritten(path: string): Promise<void> {
  for (let waitedMs = 0; textIn(path) === '' && waitedMs < LONGEST_WRITE_MS; waitedMs += WRITE_PAUSE_MS) {
    await delay(WRITE_PAUSE_MS);
  }
}

function ofAlgorithm(path: string, keys: readonly StoredKey[], wanted: Algorithm | undefined): readonly StoredKey[] {
  const [newest] = keys;
  if (wanted === undefined || newest?.alg === wanted) return keys;
  throw new ToolError(
    'other-algorithm',
    `${path} holds ${newest?.alg ?? 'no'} keys, and not ${wanted}. Name another --keys file, or leave --algorithm away.`,
  );
}

export function readKeys(path: string): readonly StoredKey[] {
  const keys = parse(textIn(path));
  if (keys === null) throw new ToolError('bad-keys-file', `${path} does not hold signing keys. Name another file.`);
  return keys;
}

function textIn(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw unusable(path, codeOf(error) === 'EISDIR' ? 'is a folder' : 'cannot be read', error);
  }
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

/** Converts a system error to a ToolError with a next step. Other errors are returned unchanged. */
function unusable(path: string, what: string, error: unknown): unknown {
  const code = codeOf(error);
  if (code === '') return error;
  return new ToolError('bad-keys-file', `The keys file ${path} ${what} (${code}). Name another file with --keys FILE.`);
}

/** Adds a key that will sign soon, and drops keys whose last token has expired. */
export async function rotateKeys(path: string, nowMs: number, refreshSeconds: number): Promise<readonly StoredKey[]> {
  const old = readKeys(path).toSorted((a, b) => b.activeFromMs - a.activeFromMs);
  const goneBeforeMs = nowMs - refreshSeconds * 1000;
  // A key signs until its successor becomes active. Its last token expires one refresh lifetime later.
  const stillNeeded = old.filter((_, index) => (old[index - 1]?.activeFromMs ?? nowMs) > goneBeforeMs);
  const keys = [await makeKey(old[0]?.alg ?? DEFAULT_ALGORITHM, nowMs + PUBLISHED_BEFORE_USE_MS), ...stillNeeded];
  // Written to another file and renamed, so that a server reads either the old file or the new one.
  await writeFile(`${path}.new`, textOf(keys), { mode: 0o600 });
  await renameOver(`${path}.new`, path);
  return keys;
}

/** Reloads the file after changes, until the returned function is called. If it cannot be read, the keys stay. */
export function followKeys(path: string, keyring: Keyring, report: (error: unknown) => void): () => void {
  let seenMs = statSync(path).mtimeMs;
  const reload = ({ mtimeMs }: { mtimeMs: number }): void => {
    if (mtimeMs === seenMs || mtimeMs === 0) return;
    try {
      keyring.replace(readKeys(path));
      seenMs = mtimeMs;
    } catch (error) {
      report(error);
    }
  };
  watchFile(path, { interval: POLL_INTERVAL_MS, persistent: false }, reload);
  return () => unwatchFile(path, reload);
}

const textOf = (keys: readonly StoredKey[]): string => `${JSON.stringify(keys, null, 2)}\n`;

function parse(text: string): readonly StoredKey[] | null {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.length > 0 && value.every(isStoredKey) ? value : null;
  } catch {
    return null;
  }
}

function isStoredKey(value: unknown): value is StoredKey {
  if (typeof value !== 'object' || value === null) return false;
  const { kid, alg, activeFromMs, secret }: Record<string, unknown> = { ...value };
  if (typeof kid !== 'string' || typeof secret !== 'string' || typeof activeFromMs !== 'number') return false;
  return algorithms.some((known) => known === alg);
}
