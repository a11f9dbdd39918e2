import { z } from 'zod';
import { shownExchange } from './finding.ts';
import { differenceKinds } from '../failed-logins.ts';

const object = z.strictObject;
const showing = { shown: shownExchange.exactOptional() };

export const failedLogins = object({
  attempts: z.array(
    object({
      who: z.enum(['known', 'unknown']),
      status: z.int(),
      granted: z.boolean(),
      tookMs: z.number().min(0),
      hasRetryAfter: z.boolean(),
      ...showing,
    }),
  ),
  differences: z.array(z.enum(differenceKinds)).nullable(),
  afterwards: object({ status: z.int(), granted: z.boolean(), ...showing }),
});
