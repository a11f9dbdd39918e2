import { z } from 'zod';

const object = z.strictObject;

const fact = z.discriminatedUnion('kind', [
  object({ kind: z.literal('text'), text: z.string() }),
  object({ kind: z.literal('measure'), label: z.string(), value: z.number(), unit: z.enum(['ms', 's', 'count']) }),
  object({ kind: z.literal('distribution'), label: z.string(), n: z.int(), p50Ms: z.number(), p95Ms: z.number() }),
  object({ kind: z.literal('table'), head: z.array(z.string()), rows: z.array(z.array(z.string())) }),
]);

const advice = object({
  do: z.string(),
  command: z.string().nullable(),
  where: z.enum(['server', 'client', 'machine']),
  savesMs: z.number().nullable(),
});

const unaffectedTrial = object({
  suite: z.string(),
  connection: z.enum(['kept-alive', 'new-per-request']),
  n: z.int().min(0),
  meanMs: z.number().min(0),
});

const opinions = <S extends z.ZodRawShape>(subject: S) =>
  z.discriminatedUnion('outcome', [
    object({ ...subject, outcome: z.literal('pass'), summary: z.string() }),
    object({
      ...subject,
      outcome: z.literal('fail'),
      severity: z.enum(['low', 'medium', 'high']),
      costMs: z.number().nullable(),
      summary: z.string(),
      facts: z.array(fact),
      advice: z.array(advice),
      unaffected: z.array(unaffectedTrial).exactOptional(),
    }),
    object({ ...subject, outcome: z.literal('inconclusive'), summary: z.string() }),
    object({
      ...subject,
      outcome: z.literal('note'),
      summary: z.string(),
      facts: z.array(fact),
      advice: z.array(advice),
      explainedBy: z.string().nullable(),
    }),
    object({
      ...subject,
      outcome: z.literal('not-applicable'),
      summary: z.string(),
      cannotOccur: z.literal(true).exactOptional(),
    }),
  ]);

const named = { id: z.string().regex(/^[a-z0-9-]+$/), title: z.string(), holds: z.string().exactOptional() };

export const finding = opinions(named);

export const shownExchange = object({
  sent: z.string(),
  curl: z.string(),
  came: z.string(),
  make: z.string().exactOptional(),
});

export const check = opinions({
  ...named,
  standard: z.string(),
  group: z.string().exactOptional(),
  exchanges: z.array(shownExchange).exactOptional(),
});
