import { z } from 'zod';
import { baselineSchema } from '../baseline.ts';
import { host } from './host.ts';
import { suiteId } from './suite.ts';

const object = z.strictObject;
const ms = z.number().min(0);

const known = object({ ms, intervalMs: z.tuple([ms, ms]) }).nullable();
const quantiles = object({ n: z.int().min(0), p50: known, p95: known });

/** Validates saved baselines. */
export const baselineDocument = object({
  schema: z.literal(baselineSchema),
  name: z.string(),
  savedAt: z.iso.datetime(),
  url: z.string(),
  tool: object({ version: z.string(), node: z.string() }),
  host,
  standings: z.array(
    object({
      suite: suiteId,
      target: quantiles,
      reference: quantiles.nullable(),
      inReferenceUnits: object({ p50: ms.nullable(), p95: ms.nullable() }).nullable(),
    }),
  ),
});
