import { InternalError } from './internal-error.ts';

/** Why a signal was aborted. Any other abort reason of an API caller counts as an interruption. */
export type StopReason = 'interrupted' | 'terminated' | 'time-limit' | 'internal-error';

export function stopReasonOf({ reason }: AbortSignal): StopReason {
  if (reason instanceof InternalError) return 'internal-error';
  return reason === 'terminated' || reason === 'time-limit' ? reason : 'interrupted';
}
