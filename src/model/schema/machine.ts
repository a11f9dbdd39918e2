import { z } from 'zod';

const object = z.strictObject;
const amount = z.number().min(0);

export const machine = object({
  elapsedMs: amount,
  cores: z.int(),
  loadAverage: amount,
  pressureMs: amount.nullable(),
  stolenMs: amount,
  queuedMs: amount.nullable(),
  others: z.array(object({ program: z.string(), pid: z.int(), cores: amount })),
});
