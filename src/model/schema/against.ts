import { z } from 'zod';
import { incomparables } from '../against.ts';

const object = z.strictObject;
const ms = z.number().min(0).nullable();

const comparable = z.discriminatedUnion('kind', [
  object({ kind: z.literal('same-server'), caveats: z.array(z.string()) }),
  object({ kind: z.literal('not-comparable'), reason: z.enum(incomparables), because: z.string() }),
  object({ kind: z.literal('not-checked') }),
]);

/** The defaults are for runs of versions that did not check whether both runs measured the same server. */
export const against = object({
  startedAt: z.iso.datetime(),
  url: z.string(),
  comparable: comparable.default({ kind: 'not-checked' }),
  findings: z.array(
    object({
      id: z.string(),
      change: z.enum(['solved', 'not-solved', 'new', 'undecided']),
      beforeMs: ms,
      afterMs: ms,
      because: z.string().nullable().default(null),
    }),
  ),
  names: z.array(object({ name: z.string(), beforeMs: ms, afterMs: ms })),
});
