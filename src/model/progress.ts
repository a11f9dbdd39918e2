/** What the pipeline says about itself while it works. Nothing in it is part of the result. */
export type Progress = Activity | Mishap;

/** What is being done, and how far it is. */
export type Activity =
  | { readonly kind: 'stage'; readonly text: string }
  | { readonly kind: 'pass'; readonly text: string; readonly done: number; readonly of: number }
  | {
      readonly kind: 'load';
      readonly text: string;
      readonly done: number;
      readonly of: number;
      /** Null until the first interval is over. */
      readonly live: Live | null;
    };

/** What went wrong besides, and did not keep the result from being made. */
export type Mishap =
  /** A file beside the reports, which is written while it measures, could not be written to its end. */
  | { readonly kind: 'incomplete-file'; readonly path: string; readonly code: string }
  /** An error of our own ended the gathering. What was gathered before it is in the result. */
  | { readonly kind: 'internal-error'; readonly error: unknown };

/** The last interval of a pass, and the medians of those before it, oldest first. */
export interface Live {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** Of the whole pass so far. */
  readonly errors: number;
  readonly pastP50Ms: readonly number[];
}

export const isActivity = (progress: Progress): progress is Activity =>
  progress.kind !== 'incomplete-file' && progress.kind !== 'internal-error';

export type Watcher = (progress: Progress) => void;
