/** What the pipeline says about itself while it works. Nothing in it is part of the result. */
export type Progress =
  | { readonly kind: 'stage'; readonly text: string }
  | { readonly kind: 'pass'; readonly text: string; readonly done: number; readonly of: number };

export type Watcher = (progress: Progress) => void;
