import type { StopReason } from './stop.ts';

/** Why a trial ended before its plan did. `done` counts responses; `of` is null where the plan was a time. */
export type TrialEnd =
  /** `failure` says how the last requests failed; null where that is not known. */
  | {
      readonly kind: 'server-gone' | 'generator-failed';
      readonly done: number;
      readonly of: number | null;
      readonly failure: string | null;
    }
  | { readonly kind: 'throttled'; readonly done: number; readonly of: number | null; readonly retryAfterMs: number }
  | { readonly kind: StopReason | 'out-of-time'; readonly done: number; readonly of: number | null }
  /** An end that an earlier version saved in words of its own. */
  | { readonly kind: 'other'; readonly text: string };

/** Its sentence; empty for a trial that ran to its end. */
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
      return `throttled: 429 with Retry-After ${Math.ceil(end.retryAfterMs / 1_000)} s, longer than the pass had left`;
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
