import { rename } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * On Windows a rename fails while a virus scanner or an indexer has the file open, which it does for a moment after the
 * file was written. graceful-fs, which npm uses, retries for up to 60 s. This is a second, since the command waits for it.
 */
const PAUSES_MS: readonly number[] = [10, 20, 40, 80, 160, 320, 400];

const HELD: ReadonlySet<unknown> = new Set(['EPERM', 'EBUSY', 'EACCES']);

/** Renames a file over another one. Retries while Windows reports that another program holds it. */
export const renameOver = (from: string, to: string, platform: string = process.platform): Promise<void> =>
  retried(() => rename(from, to), platform);

/** Retries on Windows only: elsewhere these codes mean missing permission, which is permanent. */
export async function retried(work: () => Promise<void>, platform: string): Promise<void> {
  for (const pauseMs of platform === 'win32' ? PAUSES_MS : []) {
    const failure = await work().then(
      () => null,
      (error: unknown) => error,
    );
    if (failure === null) return;
    if (!(failure instanceof Error && 'code' in failure && HELD.has(failure.code))) throw failure;
    await sleep(pauseMs);
  }
  await work();
}
