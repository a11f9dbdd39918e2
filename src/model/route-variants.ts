import type { AnswerTime } from './answer-time.ts';

/** GETs of the URL and of a path below it that should not exist, in turn, on new connections. */
export interface RouteVariants {
  /** Empty where the URL is so slow that its earlier visits have to do. */
  readonly target: readonly AnswerTime[];
  readonly missing: readonly AnswerTime[];
  readonly missingStatus: number;
}
