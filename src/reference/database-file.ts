import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ToolError } from '../model/error.ts';
import type { StorePlace } from './options.ts';

export interface DatabaseFile {
  readonly path: string;
  /** Removes a temporary file. To be called when the database is closed: Windows does not delete open files. */
  discard(): Promise<void>;
}

const NAME = 'reference.db';

/** The file that was asked for, or one in a temporary folder. */
export async function databaseFileAt(place: Exclude<StorePlace, { kind: 'redis' }>): Promise<DatabaseFile> {
  if (place.kind === 'sqlite') return { path: place.file, discard: async () => {} };
  // Its maker removes it.
  if (place.folder !== undefined) return { path: join(place.folder, NAME), discard: async () => {} };
  const folder = await makeFolder();
  return { path: join(folder, NAME), discard: () => discardFolder(folder) };
}

/**
 * Only this user may enter the folder: mkdtemp gives it mode 700.
 * @throws ToolError where it cannot be made
 */
export async function makeFolder(): Promise<string> {
  try {
    return await mkdtemp(join(tmpdir(), 'whyslow-reference-'));
  } catch (error) {
    const because = codeOf(error);
    const next = `Set ${process.platform === 'win32' ? 'TEMP' : 'TMPDIR'} to a folder that can be written.`;
    throw new ToolError('no-temporary-folder', `No temporary folder can be made in ${tmpdir()} (${because}). ${next}`);
  }
}

/** Removes a temporary folder, and says on stderr when that fails: the database in it holds password hashes. */
export async function discardFolder(folder: string): Promise<void> {
  const code = await removeFolder(folder);
  if (code === null) return;
  process.stderr.write(`whyslow: ${folder} could not be removed (${code}). It holds password hashes; remove it.\n`);
}

/**
 * Windows refuses to remove a file that another process still has open, a virus scanner for example, and one of a process
 * that has just ended. 2.4 s in all is less than the server has to stop. `maxRetries` of rm is not used: it tries each
 * folder and each file in it again, five times five of them.
 */
const PAUSES_MS = [20, 50, 100, 200, 400, 800, 830];

/** EACCES is what Windows says of a file that is about to be deleted. */
const PASSING = ['EBUSY', 'EPERM', 'EACCES', 'ENOTEMPTY'];

type Remove = (path: string) => Promise<void>;

const removeAll: Remove = (path) => rm(path, { recursive: true, force: true });

/** Null when the folder is gone, else the code of the last failure. */
export async function removeFolder(folder: string, remove: Remove = removeAll): Promise<string | null> {
  for (const pauseMs of [...PAUSES_MS, null]) {
    const code = await remove(folder).then(() => null, codeOf);
    if (code === null || pauseMs === null || !PASSING.includes(code)) return code;
    await delay(pauseMs);
  }
  return null;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
