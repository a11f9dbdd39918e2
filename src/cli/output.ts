import { stderr, stdout } from 'node:process';

const closed = new AbortController();
let failure: string | null = null;

/** Aborted when the reader of stdout is gone, as after `whyslow … | head -1`. */
export const outputClosed: AbortSignal = closed.signal;

/**
 * Without a listener, an error of stdout or stderr ends the process. A reader that has seen enough is no error: what is left
 * to do, such as writing the reports, is done in silence.
 */
export function surviveOutput(): void {
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return closed.abort();
    if (failure !== null) return;
    failure = error.code ?? 'unknown';
    stderr.write(
      `whyslow: the result could not be printed (${failure}). Free some space, or print to another place.\n`,
    );
  });
  stderr.on('error', () => {});
}

/** Whether something could not be printed for another reason than that its reader was gone. */
export const outputFailed = (): boolean => failure !== null;
