import { internalErrorText } from '../model/internal-error.ts';
import { stopReasonOf } from '../model/stop.ts';
import type { Gathered } from './gathered.ts';

/** Why gathering ended after an abort of the signal; null for the time limit, which `limitReached` reports. */
export function endOfSignal(signal: AbortSignal): Gathered['ended'] {
  const why = stopReasonOf(signal);
  if (why === 'internal-error') return endOfError(signal.reason);
  return why === 'time-limit' ? null : { why, because: `${why}; what was measured is saved` };
}

export const endOfError = (error: unknown): NonNullable<Gathered['ended']> => ({
  why: 'internal-error',
  because: `${internalErrorText(error)}; what was measured until then is saved`,
});
