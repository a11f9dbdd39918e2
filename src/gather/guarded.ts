import { ToolError } from '../model/error.ts';
import { InternalError } from '../model/internal-error.ts';
import type { OnProgress } from '../model/progress.ts';

/**
 * Runs gathering to its end. An internal error ends it early, whether a member throws it or an event that no caller can
 * catch. It is reported and returned, so that the evidence so far is judged, shown and saved. If an event threw, the
 * signal is aborted with an `InternalError`, and `gathering` settles soon after.
 * @throws ToolError
 */
export async function guarded(
  { signal, watch }: { readonly signal: AbortSignal; readonly watch: OnProgress },
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

/** Runs the work after gathering. If an internal error prevents its result, `instead` makes a smaller one. */
export function guardedResult<T>(watch: OnProgress, work: () => T, instead: (error: InternalError) => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof ToolError) throw error;
    return instead(reported(error, watch));
  }
}

function reported(error: unknown, watch: OnProgress): InternalError {
  const internal = error instanceof InternalError ? error : new InternalError(error);
  try {
    watch({ kind: 'internal-error', error: internal.cause });
  } catch {
    // The callback itself may be the code that threw.
  }
  return internal;
}
