/** The times of one answer, in ms since the request. */
export interface AnswerTime {
  readonly firstByteMs: number;
  readonly totalMs: number;
}
