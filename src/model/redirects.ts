/** One redirect of the target's origin: the status, where it leads, and the time of the whole response. */
export interface Hop {
  readonly status: number;
  /** Host and path of its Location, without query and fragment; the path alone where the Location is relative. */
  readonly place: string;
  readonly ms: number;
}

/** `elsewhere`: the last Location names another origin, which is never followed. */
export const redirectEnds = ['answer', 'elsewhere', 'circle', 'too-many', 'no-answer'] as const;
export type RedirectEnd = (typeof redirectEnds)[number];

/** The redirects of a GET of the URL, followed on the target's own origin. */
export interface Redirects {
  readonly hops: readonly Hop[];
  readonly ends: RedirectEnd;
  /** The status and the time of the answer at the end; null where the end is no answer. */
  readonly answer: { readonly status: number; readonly ms: number } | null;
}
