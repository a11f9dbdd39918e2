import { z } from 'zod';

export const host = z.strictObject({
  os: z.string(),
  kernel: z.string(),
  cpus: z.int(),
  cpuModel: z.string(),
  memoryMb: z.number(),
  /** Runs that were saved before it was kept have none. */
  machine: z.string().default(''),
});
