import { rename } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * On Windows a virus scanner or an indexer opens a new file for a moment, and a rename meanwhile fails. graceful-fs, which
 * npm uses, tries for up to 60 s; the end of a command is not to wait for longer than a second.
 */
const PAUSES_MS: readonly number[] = [10, 20, 40, 80, 160, 320, 400];

const HELD: ReadonlySet<unknown> = new Set(['EPERM', 'EBUSY', 'EACCES']);

/** Renames a file over another one, and tries again while Windows says that it is held. */
export const renameOver = (from: string, to: string, platform: string = process.platform): Promise<void> =>
  retried(() => rename(from, to), platform);

/** Elsewhere these codes mean missing permission, which does not pass. */
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
