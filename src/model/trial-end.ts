import type { StopReason } from './stop.ts';

/** Why a trial ended before its plan. `done` counts responses; `of` is null if the plan was a duration. */
export type TrialEnd =
  /** `failure` describes how the last requests failed; null if unknown. */
  | {
      readonly kind: 'server-gone' | 'generator-failed';
      readonly done: number;
      readonly of: number | null;
      readonly failure: string | null;
    }
  | { readonly kind: 'throttled'; readonly done: number; readonly of: number | null; readonly retryAfterMs: number }
  | { readonly kind: StopReason | 'out-of-time'; readonly done: number; readonly of: number | null }
  /** The text of an end that an earlier version saved and that has no kind here. */
  | { readonly kind: 'other'; readonly text: string };

/** The text of an early end; empty for a trial that ran to its end. */
export function endText(end: TrialEnd | null): string {
  if (end === null) return '';
  if (end.kind === 'other') return end.text;
  const done = end.of === null ? `${end.done} done` : `${end.done} of ${end.of} done`;
  return `${reasonText(end)}, ${done}`;
}

function reasonText(end: Exclude<TrialEnd, { readonly kind: 'other' }>): string {
  switch (end.kind) {
    case 'server-gone':
      return `the server stopped answering${inBrackets(end.failure)}`;
    case 'generator-failed':
      return `this machine could not connect${inBrackets(end.failure)}`;
    case 'throttled':
      return `throttled: 429 with Retry-After ${Math.ceil(end.retryAfterMs / 1_000)} s, longer than the trial had left`;
    case 'interrupted':
    case 'terminated':
      return 'interrupted';
    case 'internal-error':
      return 'internal error';
    case 'time-limit':
      return 'time limit reached';
    case 'out-of-time':
      return 'out of time';
    default:
      return end satisfies never;
  }
}

const inBrackets = (failure: string | null): string => (failure === null ? '' : ` (${failure})`);
