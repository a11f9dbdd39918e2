import { z } from 'zod';

const ms = z.number().min(0).nullable();

export const against = z.strictObject({
  startedAt: z.iso.datetime(),
  url: z.string(),
  findings: z.array(
    z.strictObject({
      id: z.string(),
      change: z.enum(['solved', 'not-solved', 'new', 'undecided']),
      beforeMs: ms,
      afterMs: ms,
    }),
  ),
  names: z.array(z.strictObject({ name: z.string(), beforeMs: ms, afterMs: ms })),
});
