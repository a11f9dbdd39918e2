import { z } from 'zod';
import { encodingsAsked, revalidations } from '../encodings.ts';
import { payloadSizes } from '../payload.ts';
import { redirectEnds } from '../redirects.ts';

const object = z.strictObject;
const ms = z.number().min(0);
const visits = z.array(object({ firstByteMs: ms, totalMs: ms }));
const bytes = z.int().min(0);

/** The values of the evidence that variations of the request gave. */
export const variations = {
  redirects: object({
    hops: z.array(object({ status: z.int(), place: z.string(), ms })),
    ends: z.enum(redirectEnds),
    answer: object({ status: z.int(), ms }).nullable(),
  }),
  preflight: object({
    origin: z.string(),
    visitsMs: z.array(ms),
    status: z.int(),
    allows: z.boolean(),
    maxAgeS: z.int().nullable(),
  }),
  'route-variants': object({ target: visits, missing: visits, missingStatus: z.int() }),
  payload: object({
    parameter: z.string(),
    sizes: z.array(object({ size: z.enum(payloadSizes), status: z.int(), bytes, visits })),
  }),
  encodings: object({
    answers: z.array(
      object({
        asked: z.enum(encodingsAsked),
        sent: z.string().nullable(),
        bytes,
        visits,
        unfinishedMs: ms.nullable(),
      }),
    ),
    revalidation: z.enum(revalidations),
  }),
};
