import { closeSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ToolError } from '../../../model/error.ts';

/** Only the owner may read the file, which contains password hashes. SQLite gives its two companion files this mode. */
const OWNER_ONLY = 0o600;

/** Creates a missing file; SQLite would create it readable for all users. */
export function makeFile(file: string): void {
  if (file === ':memory:') return;
  // Checked first, because Windows reports a permission error for a folder.
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true) {
    throw new ToolError(
      'store-unusable',
      `${file} is a folder. Name a file in it, like ${join(file, 'reference.db')}.`,
    );
  }
  closeSync(openSync(file, 'a', OWNER_ONLY));
}

/** Refuses a database of another program, before anything is written to it. */
export function refuseForeignDatabase(file: string, tables: readonly string[], mustBeMade: boolean): void {
  if (tables.includes('refresh_tokens')) return;
  if (tables.length > 0) {
    const some = tables.slice(0, 3).join(', ');
    throw new ToolError('not-a-store', `${file} is a database of another program (it has ${some}). Name another file.`);
  }
  if (!mustBeMade) return;
  throw new ToolError('not-a-store', `${file} is empty. Name the file that the server was started with.`);
}

export function refuseNewer(file: string, version: number, known: number): void {
  if (version <= known) return;
  throw new ToolError('newer-store', `${file} was made by a newer whyslow. Use that one, or name another file.`);
}

const NEXT_STEPS: readonly (readonly [code: string, name: string, next: string])[] = [
  ['SQLITE_NOTADB', 'not-a-store', 'is not a SQLite database. Name another file'],
  ['SQLITE_CORRUPT', 'not-a-store', 'is damaged. Restore it, or name another file'],
  ['SQLITE_BUSY', 'store-locked', 'is locked by another program. End that one, or try again'],
  ['SQLITE_READONLY', 'store-unusable', 'may not be written. Change its permissions, or name another file'],
  ['SQLITE_FULL', 'store-unusable', 'cannot grow: its disk is full. Make room, or name another file'],
  ['SQLITE_IOERR', 'store-unusable', 'cannot be read or written: its disk is full or damaged'],
  ['EACCES', 'store-unusable', 'may not be written. Change its permissions, or name another file'],
  ['EPERM', 'store-unusable', 'may not be written. Change its permissions, or name another file'],
  ['ENOTDIR', 'store-unusable', 'lies below a file as if that were a folder. Name another file'],
  ['ENAMETOOLONG', 'store-unusable', 'has too long a name. Name another file'],
  ['ENOENT', 'store-unusable', 'is in a folder that does not exist. Make the folder, or name another file'],
  ['EROFS', 'store-unusable', 'is on a read-only disk. Name another file'],
  ['ENOSPC', 'store-unusable', 'cannot be made: its disk is full. Make room, or name another file'],
];

/** Converts an error of opening the file into a sentence with a next step. Unknown errors are returned unchanged. */
export function explainOpening(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || error instanceof ToolError) return error;
  const code = 'code' in error ? String(error.code) : '';
  const [, name, next] = NEXT_STEPS.find(([prefix]) => code.startsWith(prefix)) ?? [];
  return name === undefined ? error : new ToolError(name, `${file} ${next} (${code}).`);
}
