import { readFileSync, statSync, watchFile, unwatchFile, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { ToolError } from '../../model/error.ts';
import { renameOver } from '../../system/rename.ts';
import type { Keyring } from './keyring.ts';
import { algorithms, DEFAULT_ALGORITHM, makeKey, type Algorithm, type StoredKey } from './keys.ts';

/** How often a running server looks whether the keys were rotated. */
const LOOK_EVERY_MS = 1000;

/** A new key signs only after every server that shares the file has had several looks at it. */
const PUBLISHED_BEFORE_USE_MS = 5000;

/** The keys in the file; made on the first start. Only its owner may read it: who has it can be anybody. */
export async function keysIn(path: string, wanted: Algorithm | undefined): Promise<readonly StoredKey[]> {
  try {
    // `wx`: of several servers that start together one makes the file and the others read it.
    const first = [await makeKey(wanted ?? DEFAULT_ALGORITHM, 0)];
    writeFileSync(path, textOf(first), { mode: 0o600, flag: 'wx' });
    return first;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw unusable(path, 'cannot be made', error);
    return ofAlgorithm(path, readKeys(path), wanted);
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

/** What the system said of the file, as a sentence with a next step; other errors stay what they are. */
function unusable(path: string, what: string, error: unknown): unknown {
  const code = codeOf(error);
  if (code === '') return error;
  return new ToolError('bad-keys-file', `The keys file ${path} ${what} (${code}). Name another file with --keys FILE.`);
}

/** Adds a key that will sign soon, and drops those whose last token has expired. */
export async function rotateKeys(path: string, nowMs: number, refreshSeconds: number): Promise<readonly StoredKey[]> {
  const old = readKeys(path).toSorted((a, b) => b.activeFromMs - a.activeFromMs);
  const goneBeforeMs = nowMs - refreshSeconds * 1000;
  // A key signed until its successor became active; what it signed last lives for one refresh lifetime from there.
  const stillNeeded = old.filter((_, index) => (old[index - 1]?.activeFromMs ?? nowMs) > goneBeforeMs);
  const keys = [await makeKey(old[0]?.alg ?? DEFAULT_ALGORITHM, nowMs + PUBLISHED_BEFORE_USE_MS), ...stillNeeded];
  // Beside and then over it: a server that looks meanwhile sees the old file or the new one.
  await writeFile(`${path}.new`, textOf(keys), { mode: 0o600 });
  await renameOver(`${path}.new`, path);
  return keys;
}

/** Follows the file, until the answered function is called. A file that cannot be read leaves the keys as they are. */
export function followKeys(path: string, keyring: Keyring, report: (error: unknown) => void): () => void {
  let seenMs = statSync(path).mtimeMs;
  const look = ({ mtimeMs }: { mtimeMs: number }): void => {
    if (mtimeMs === seenMs || mtimeMs === 0) return;
    try {
      keyring.replace(readKeys(path));
      seenMs = mtimeMs;
    } catch (error) {
      report(error);
    }
  };
  watchFile(path, { interval: LOOK_EVERY_MS, persistent: false }, look);
  return () => unwatchFile(path, look);
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
