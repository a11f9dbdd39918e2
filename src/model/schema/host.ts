import { z } from 'zod';

export const host = z.strictObject({
  os: z.string(),
  kernel: z.string(),
  cpus: z.int(),
  cpuModel: z.string(),
  memoryMb: z.number(),
  /** The default is for runs saved before this field existed. */
  machine: z.string().default(''),
});
