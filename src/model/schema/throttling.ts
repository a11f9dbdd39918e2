import { z } from 'zod';

const amount = z.number().min(0);

export const throttling = z.strictObject({
  elapsedMs: amount,
  limitCores: amount.nullable(),
  periodMs: amount.nullable(),
  throttledPeriods: z.int().min(0),
  throttledMs: amount,
});
