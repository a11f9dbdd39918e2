/** Why a signal was aborted. A caller of the API may abort with any reason: that is an interruption. */
export type StopReason = 'interrupted' | 'terminated' | 'time-limit';

export const stopReasonOf = ({ reason }: AbortSignal): StopReason =>
  reason === 'terminated' || reason === 'time-limit' ? reason : 'interrupted';
