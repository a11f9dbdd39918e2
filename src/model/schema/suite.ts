import { z } from 'zod';
import { selfCheckIds, SUITE_ID } from '../suite.ts';
import { countByName } from './counts.ts';

const object = z.strictObject;
export const suiteId = z.string().regex(SUITE_ID);
const ms = z.number().min(0);

const latencyMs = object({ mean: ms, min: ms, p50: ms, p75: ms, p90: ms, p95: ms, p99: ms, p999: ms, max: ms });

const effect = z.number().min(1);
const designEffects = object({ p50: effect, p75: effect, p90: effect, p95: effect, p99: effect, p999: effect });

const selfCheck = object({
  valid: z.boolean(),
  signals: z.array(
    object({
      id: z.enum(selfCheckIds),
      name: z.string(),
      value: z.number(),
      unit: z.enum(['ms', 'ratio', 'count']),
      level: z.enum(['green', 'yellow', 'red']),
      because: z.string(),
    }),
  ),
});

const stretch = object({
  fromS: ms,
  lengthS: ms,
  n: z.int().min(0),
  errors: z.int().min(0),
  meanMs: ms,
  p50Ms: ms,
  p95Ms: ms,
  p99Ms: ms,
  maxMs: ms,
  failed: object({ waitedMs: ms, longestMs: ms }).nullable().default(null),
});

const progress = { done: z.int().min(0), of: z.int().min(1).nullable() };

const trialEnd = z.discriminatedUnion('kind', [
  object({ kind: z.enum(['server-gone', 'generator-failed']), failure: z.string().nullable(), ...progress }),
  object({ kind: z.literal('throttled'), retryAfterMs: ms, ...progress }),
  object({
    kind: z.enum(['interrupted', 'terminated', 'internal-error', 'time-limit', 'out-of-time']),
    ...progress,
  }),
  object({ kind: z.literal('other'), text: z.string() }),
]);

export const suiteFacts = object({
  id: suiteId,
  title: z.string(),
  noun: z.string(),
  cost: z.literal('hash').nullable(),
});

export const secondOpinion = object({
  tool: z.literal('autocannon'),
  suite: suiteId,
  connections: z.int().min(1),
  n: z.int().min(0),
  errors: z.int().min(0),
  serviceMs: latencyMs.nullable(),
  perSecond: z.number().min(0),
});

const capacity = object({
  threshold: z.string(),
  found: z.enum(['exactly', 'at-least', 'nothing']),
  tried: z.array(object({ perSecond: z.number().min(0), actualMs: ms.nullable(), met: z.boolean() })),
});

/** The defaults are for runs saved before these fields existed. */
export const suiteResult = object({
  suite: suiteId,
  arm: z.enum(['target', 'reference']),
  model: z.enum(['closed', 'open']),
  connection: z.enum(['kept-alive', 'new-per-request']),
  connections: z.int().min(1),
  processes: z.int().min(2).optional(),
  rate: z.number().nullable(),
  warmup: z.int().min(0),
  n: z.int().min(0),
  errors: z.int().min(0),
  throttled: z.int().min(0).default(0),
  relogins: z.int().min(0).default(0),
  reasons: countByName,
  statuses: countByName,
  serviceMs: latencyMs.nullable(),
  userMs: latencyMs.nullable(),
  lagMs: latencyMs.nullable().default(null),
  perSecond: z.number().min(0),
  tookMs: ms,
  blocks: z.array(object({ n: z.int(), meanMs: ms })),
  designEffects: designEffects.nullable().default(null),
  timeline: z.array(stretch).default([]),
  histogram: z.string().regex(/^HISTFAAA/),
  serverTimingMs: z.record(z.string(), object({ mean: ms, p50: ms, p95: ms })),
  steps: z.array(
    object({ id: z.string(), n: z.int().min(0), errors: z.int().min(0), serviceMs: latencyMs.nullable() }),
  ),
  selfCheck,
  capacity: capacity.nullable().default(null),
  ended: trialEnd.nullable(),
});
