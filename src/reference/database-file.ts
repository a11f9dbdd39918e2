import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ToolError } from '../model/error.ts';
import type { StorePlace } from './options.ts';

export interface DatabaseFile {
  readonly path: string;
  /** Removes a temporary file. Call it after the database is closed: Windows does not delete open files. */
  discard(): Promise<void>;
}

const NAME = 'reference.db';

/** The file of a store; null where its temporary folder is not made yet. */
export const databasePath = (place: Exclude<StorePlace, { kind: 'redis' }>): string | null => {
  if (place.kind === 'sqlite') return place.file;
  return place.folder === undefined ? null : join(place.folder, NAME);
};

/** The requested file, or a file in a temporary folder. */
export async function databaseFileAt(place: Exclude<StorePlace, { kind: 'redis' }>): Promise<DatabaseFile> {
  // The process that made the folder removes it.
  const path = databasePath(place);
  if (path !== null) return { path, discard: async () => {} };
  const folder = await makeFolder();
  return { path: join(folder, NAME), discard: () => discardFolder(folder) };
}

/**
 * The folder is accessible only to this user: mkdtemp sets mode 700.
 * @throws ToolError if it cannot be created
 */
export async function makeFolder(): Promise<string> {
  try {
    return await mkdtemp(join(tmpdir(), 'whyslow-reference-'));
  } catch (error) {
    const because = codeOf(error);
    const next = `Set ${process.platform === 'win32' ? 'TEMP' : 'TMPDIR'} to a writable folder.`;
    throw new ToolError(
      'no-temporary-folder',
      `No temporary folder can be created in ${tmpdir()} (${because}). ${next}`,
    );
  }
}

/** Removes a temporary folder, and reports a failure on stderr: its database contains password hashes. */
export async function discardFolder(folder: string): Promise<void> {
  const code = await removeFolder(folder);
  if (code === null) return;
  process.stderr.write(`whyslow: ${folder} could not be removed (${code}). It contains password hashes; remove it.\n`);
}

/**
 * Pauses between attempts. Windows refuses to remove a file that another process, such as a virus scanner, has open,
 * and the file of a process that has just ended. The sum of 2.4 s is less than the time the server has to stop.
 * `maxRetries` of rm is not used: it retries each folder and each file in it, so the retries multiply.
 */
const PAUSES_MS = [20, 50, 100, 200, 400, 800, 830];

/** Temporary errors. Windows returns EACCES for a file whose deletion is pending. */
const RETRYABLE = ['EBUSY', 'EPERM', 'EACCES', 'ENOTEMPTY'];

type Remove = (path: string) => Promise<void>;

const removeAll: Remove = (path) => rm(path, { recursive: true, force: true });

/** Returns null if the folder is removed, else the code of the last error. */
export async function removeFolder(folder: string, remove: Remove = removeAll): Promise<string | null> {
  for (const pauseMs of [...PAUSES_MS, null]) {
    const code = await remove(folder).then(() => null, codeOf);
    if (code === null || pauseMs === null || !RETRYABLE.includes(code)) return code;
    await delay(pauseMs);
  }
  return null;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
