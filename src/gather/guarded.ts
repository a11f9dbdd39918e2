import { ToolError } from '../model/error.ts';
import { InternalError } from '../model/internal-error.ts';
import type { Watcher } from '../model/progress.ts';

/**
 * Runs gathering to its end. An internal error, thrown by a member or in an event that no caller can catch, ends it early:
 * it is reported and returned, so that what was gathered before it is judged, shown and saved. Where an event threw, the
 * signal is aborted with an `InternalError`, and `gathering` settles soon after it.
 * @throws ToolError
 */
export async function guarded(
  { signal, watch }: { readonly signal: AbortSignal; readonly watch: Watcher },
  gathering: () => Promise<void>,
): Promise<InternalError | null> {
  try {
    await gathering();
  } catch (error) {
    if (error instanceof ToolError) throw error;
    return reported(error, watch);
  }
  return signal.reason instanceof InternalError ? reported(signal.reason, watch) : null;
}

/** Runs what comes after gathering, with a smaller result in the place of one that an internal error prevented. */
export function guardedResult<T>(watch: Watcher, work: () => T, instead: (error: InternalError) => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof ToolError) throw error;
    return instead(reported(error, watch));
  }
}

function reported(error: unknown, watch: Watcher): InternalError {
  const internal = error instanceof InternalError ? error : new InternalError(error);
  try {
    watch({ kind: 'internal-error', error: internal.cause });
  } catch {
    // The callback itself may be the code that threw.
  }
  return internal;
}
