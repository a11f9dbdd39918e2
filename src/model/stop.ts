import { InternalError } from './internal-error.ts';

/** Why a signal was aborted. A caller of the API may abort with any reason: that is an interruption. */
export type StopReason = 'interrupted' | 'terminated' | 'time-limit' | 'internal-error';

export function stopReasonOf({ reason }: AbortSignal): StopReason {
  if (reason instanceof InternalError) return 'internal-error';
  return reason === 'terminated' || reason === 'time-limit' ? reason : 'interrupted';
}
