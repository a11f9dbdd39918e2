import { z } from 'zod';
import { shownExchange } from './finding.ts';
import { badInputKinds, badInputRoutes, leakKinds } from '../bad-input.ts';

const object = z.strictObject;

const answer = z.discriminatedUnion('answered', [
  object({
    answered: z.literal(true),
    status: z.int(),
    granted: z.boolean(),
    mediaType: z.string().nullable(),
    bodyCharacters: z.int().min(0),
    isJson: z.boolean(),
    hasAllow: z.boolean(),
    hasRetryAfter: z.boolean(),
    leaks: z.array(z.enum(leakKinds)),
  }),
  object({ answered: z.literal(false), code: z.string() }),
]);

export const badInputs = object({
  tried: z.array(
    object({
      route: z.enum(badInputRoutes),
      kind: z.enum(badInputKinds),
      variant: z.string(),
      form: z.enum(['json', 'form']).nullable(),
      answer,
      shown: shownExchange.exactOptional(),
    }),
  ),
});
