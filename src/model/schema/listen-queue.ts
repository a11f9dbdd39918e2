import { z } from 'zod';

const object = z.strictObject;
const count = z.int().min(0);

export const listenQueue = object({
  listeners: z.array(
    object({ address: z.string(), waitingBefore: count, mostWaiting: count, backlog: count.nullable() }),
  ),
  overflows: z.int().nullable(),
});
