import { stderr, stdout } from 'node:process';

const closed = new AbortController();
let failure: string | null = null;

/** Aborted when the reader of stdout has closed the pipe, as after `whyslow … | head -1`. */
export const outputClosed: AbortSignal = closed.signal;

/**
 * Without a listener, an error of stdout or stderr ends the process. A closed pipe is no error: the remaining work, such as
 * writing the reports, is done without output.
 */
export function surviveOutput(): void {
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return closed.abort();
    if (failure !== null) return;
    failure = error.code ?? 'unknown';
    stderr.write(
      `whyslow: the result could not be printed (${failure}). Free some space, or redirect the output to another place.\n`,
    );
  });
  stderr.on('error', () => {});
}

/** Whether printing failed for another reason than a closed pipe. */
export const outputFailed = (): boolean => failure !== null;
