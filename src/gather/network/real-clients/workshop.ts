import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Lends a folder with one source file in it to whoever compiles; it is gone when they are done. */
export async function withSource<T>(name: string, source: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'whyslow-client-'));
  try {
    await writeFile(join(folder, name), source);
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
