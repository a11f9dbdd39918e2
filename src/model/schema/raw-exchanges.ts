import { z } from 'zod';

const ms = z.number().min(0);
const visit = z.strictObject({ firstByteMs: ms, totalMs: ms });

export const rawExchanges = z.strictObject({
  fresh: z.array(visit),
  reused: z.array(visit),
  delayedAcks: z.number().nullable(),
  method: z.enum(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']),
  bodyBytes: z.int().min(0),
  expect: z
    .strictObject({
      said: z.enum(['continue', 'final', 'nothing']),
      heldMs: ms,
      status: z.int().nullable(),
      totalMs: ms.nullable(),
    })
    .nullable(),
});
