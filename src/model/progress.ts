/** What the pipeline says about itself while it works. Nothing in it is part of the result. */
export type Progress =
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

/** The last interval of a pass, and the medians of those before it, oldest first. */
export interface Live {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** Of the whole pass so far. */
  readonly errors: number;
  readonly pastP50Ms: readonly number[];
}

export type Watcher = (progress: Progress) => void;
