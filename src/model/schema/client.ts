import { z } from 'zod';

const object = z.strictObject;
const ms = z.number().min(0);

const attempt = object({
  address: z.string(),
  startMs: ms,
  endMs: ms,
  end: z.enum(['won', 'refused', 'reset', 'unreachable', 'timed-out', 'abandoned', 'lost']),
});

export const clientPrediction = object({
  id: z.string(),
  title: z.string(),
  predicted: z.discriminatedUnion('outcome', [
    object({ outcome: z.literal('connects'), via: z.string(), ms }),
    object({ outcome: z.literal('fails'), because: z.string(), ms }),
  ]),
  answer: z
    .discriminatedUnion('kind', [
      object({ kind: z.literal('took'), ms }),
      object({ kind: z.literal('none'), withinMs: ms }),
    ])
    .nullable()
    .default(null),
  attempts: z.array(attempt),
  measuredMs: ms.nullable(),
  note: z.string().nullable(),
});
