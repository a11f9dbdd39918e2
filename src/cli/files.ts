import { access, constants, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ToolError } from '../model/error.ts';
import { renameOver } from '../system/rename.ts';

/** Where reports are written without --out. */
export const REPORTS = 'reports';

/**
 * The report folder of one run, created and checked to be writable before anything is measured.
 * @throws ToolError `unwritable-out` (exit 2)
 */
export async function reportFolder(out: string | null, command: string, today: string): Promise<string> {
  const folder = out ?? (await freeName(join(REPORTS, `${today}-${command}`)));
  try {
    await makeFolder(folder);
    await access(folder, constants.W_OK);
    return folder;
  } catch (error) {
    throw new ToolError(
      'unwritable-out',
      `The reports cannot be written to ${folder} (${systemCode(error)}). Name another folder with --out DIR.`,
    );
  }
}

/**
 * Creates a folder and its parents. `mkdir` with `recursive` never returns below /proc on Node 20, where a folder cannot be
 * created although its parent exists.
 */
export async function makeFolder(folder: string): Promise<void> {
  const made = await mkdir(folder).catch((error: NodeJS.ErrnoException) => error);
  if (!(made instanceof Error) || ('code' in made && made.code === 'EEXIST')) return;
  const parent = dirname(folder);
  if (made.code !== 'ENOENT' || (await stat(parent).catch(() => null)) !== null) throw made;
  await makeFolder(parent);
  await mkdir(folder);
}

/** Runs of the same day do not overwrite each other: the second folder ends in `-2`. */
async function freeName(wanted: string): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    const candidate = attempt === 1 ? wanted : `${wanted}-${attempt}`;
    const taken = await stat(candidate).catch(() => null);
    if (taken === null) return candidate;
  }
}

/**
 * Writes a temporary file and renames it, so that a reader sees either the old file or the new one. A failure removes the
 * temporary file.
 */
export async function writeAtomically(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, text);
    await renameOver(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw error;
  }
}

/** A file that could not be written completely. */
export interface Unwritten {
  readonly path: string;
  readonly code: string;
}

/** The system code of an error, like ENOSPC; `unknown` for any other error. */
export const systemCode = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'no space is left on the device',
  EDQUOT: 'the disk quota is used up',
  EROFS: 'the file system is read-only',
  EACCES: 'permission denied',
  EPERM: 'the operation is not permitted',
  ENOENT: 'the folder does not exist',
  ENOTDIR: 'a part of its path is not a folder',
  EISDIR: 'a folder has that name',
  EFBIG: 'it exceeds the file size limit, see ulimit -f',
  EMFILE: 'this process may open no more files, see ulimit -n',
  EIO: 'the device failed',
};

/** Why a file was not written, with the code to look up. */
export const unwrittenReason = (code: string): string =>
  Object.hasOwn(reasons, code) ? `${reasons[code] ?? ''} (${code})` : code;

/** For a file that the user named: `h.json cannot be written (ENOSPC): no space is left on the device.` */
export function unwritableText(path: string, error: unknown): string {
  const code = systemCode(error);
  const reason = Object.hasOwn(reasons, code) ? `: ${reasons[code] ?? ''}` : '';
  return `${path} cannot be written (${code})${reason}.`;
}

/**
 * Empties the files that are written during the measurement, so that an unwritable file is found before it.
 * @throws ToolError `unwritable-file` (exit 2)
 */
export async function startFiles(paths: readonly (string | undefined)[]): Promise<void> {
  for (const path of paths) {
    if (path === undefined) continue;
    await writeFile(path, '').catch((error: NodeJS.ErrnoException) => {
      throw new ToolError('unwritable-file', `${unwritableText(path, error)} Name another file.`);
    });
  }
}
