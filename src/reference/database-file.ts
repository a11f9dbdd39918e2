import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface DatabaseFile {
  readonly path: string;
  /** Removes what nobody asked to keep. Call it when the database is closed: Windows does not delete open files. */
  discard(): Promise<void>;
}

/** The file that was asked for, or one of its own folder, which only this user may enter (mkdtemp gives it mode 700). */
export async function databaseFileAt(path: string | undefined): Promise<DatabaseFile> {
  if (path !== undefined) return { path, discard: async () => {} };
  const folder = await mkdtemp(join(tmpdir(), 'whyslow-reference-'));
  return {
    path: join(folder, 'reference.db'),
    discard: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}
