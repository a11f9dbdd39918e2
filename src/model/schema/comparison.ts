import { z } from 'zod';
import { changeVerdicts, comparedStatistics, marginRules } from '../comparison.ts';
import { suiteId } from './suite.ts';

const object = z.strictObject;
const ms = z.number().min(0);
const pair = z.tuple([z.number(), z.number()]);

const block = object({ n: z.int().min(0), errors: z.int().min(0), p50Ms: ms, p95Ms: ms, valid: z.boolean() });

const rounds = object({
  suite: suiteId,
  same: z.array(object({ first: block, second: block, shift: z.number() })),
  pairs: z.array(
    object({ a: block, b: block, besideA: block, besideB: block, shift: z.number(), controlShift: z.number() }),
  ),
  plannedPairs: z.int().min(0),
});

const arm = object({
  kind: z.enum(['live', 'reference', 'saved', 'baseline']),
  label: z.string(),
  takenAt: z.iso.datetime(),
});

const change = object({
  suite: suiteId,
  statistic: z.enum(comparedStatistics),
  beforeMs: ms.nullable(),
  afterMs: ms.nullable(),
  change: z.number().nullable(),
  interval: pair.nullable(),
  margin: ms,
  negligible: object({ share: ms, rule: z.enum(marginRules) })
    .nullable()
    .default(null),
  machineChange: z.number().nullable().default(null),
  floor: ms.nullable(),
  verdict: z.enum(changeVerdicts),
  because: z.string(),
});

export const comparison = object({
  how: z.enum(['in-turn', 'one-after-the-other', 'in-reference-units']),
  a: arm,
  b: arm,
  weight: z.enum(['gate', 'advice']),
  rounds: z.array(rounds),
  changes: z.array(change),
  verdict: z.enum(changeVerdicts),
});
