import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Writes one source file into a temporary folder, which is removed after the work. */
export async function withSource<T>(name: string, source: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'whyslow-client-'));
  try {
    await writeFile(join(folder, name), source);
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
