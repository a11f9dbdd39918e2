import type { AnswerTime } from './answer-time.ts';

/** The Accept-Encoding of each request: none, that of most clients, that of browsers. */
export const encodingsAsked = ['identity', 'gzip', 'gzip, deflate, br'] as const;
export type EncodingAsked = (typeof encodingsAsked)[number];

/** What a second GET with the validator of the first one gets. */
export const revalidations = ['not-modified', 'whole-again', 'no-validator', 'not-asked'] as const;
export type Revalidation = (typeof revalidations)[number];

/** The same GET with different Accept-Encoding headers. */
export interface Encodings {
  readonly answers: readonly {
    readonly asked: EncodingAsked;
    /** The Content-Encoding of the response. */
    readonly sent: string | null;
    readonly bytes: number;
    readonly visits: readonly AnswerTime[];
    /** Set where the response did not end within this time. */
    readonly unfinishedMs: number | null;
  }[];
  readonly revalidation: Revalidation;
}
