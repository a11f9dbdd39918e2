import { z } from 'zod';

const object = z.strictObject;
const ms = z.number().min(0);

const batch = object({
  atOnce: z.int().min(1),
  cookies: z.enum(['none', 'same']),
  firstBytesMs: z.array(ms),
  connectsMs: z.array(ms),
  statuses: z.record(z.string(), z.int().min(0)),
  notAccepted: z.int().min(0).nullable(),
  overflows: z.int().nullable(),
});

export const slope = object({
  address: z.string(),
  aloneMs: ms,
  setsCookie: z.boolean(),
  batches: z.array(batch),
  serving: object({ processes: z.int(), threads: z.int(), hasEventLoop: z.boolean() }).nullable(),
  acceptsIdle: z.boolean().nullable(),
  afterPause: object({ pausedMs: ms, firstByteMs: ms }).nullable(),
});
