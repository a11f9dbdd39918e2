import type { AnswerTime } from './answer-time.ts';

/** Which value of the size parameter was sent: one, half of the given value, or the given value. */
export const payloadSizes = ['one', 'half', 'given'] as const;
export type PayloadSize = (typeof payloadSizes)[number];

/** GETs of the URL with other values of the size parameter in its query. The values themselves are not kept. */
export interface Payload {
  readonly parameter: string;
  readonly sizes: readonly {
    readonly size: PayloadSize;
    readonly status: number;
    readonly bytes: number;
    readonly visits: readonly AnswerTime[];
  }[];
}
