/** A progress event of a pipeline. Progress events are not part of the result. */
export type Progress = Activity | NonFatalError;

/** The current activity and how much of it is done. */
export type Activity =
  | { readonly kind: 'stage'; readonly text: string }
  | { readonly kind: 'pass'; readonly text: string; readonly done: number; readonly of: number }
  | {
      readonly kind: 'load';
      readonly text: string;
      readonly done: number;
      readonly of: number;
      /** Null until the first interval has ended. */
      readonly live: LoadInterval | null;
    };

/** An error that did not prevent the result. */
export type NonFatalError =
  /** An additional file, written during the measurement, is incomplete. */
  | { readonly kind: 'incomplete-file'; readonly path: string; readonly code: string }
  /** An internal error ended the gathering. The result contains the evidence gathered before it. */
  | { readonly kind: 'internal-error'; readonly error: unknown };

/** The latest interval of a trial, and the medians of the intervals before it, oldest first. */
export interface LoadInterval {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** Of the whole trial so far. */
  readonly errors: number;
  readonly pastP50Ms: readonly number[];
}

export const isActivity = (progress: Progress): progress is Activity =>
  progress.kind !== 'incomplete-file' && progress.kind !== 'internal-error';

export type OnProgress = (progress: Progress) => void;
