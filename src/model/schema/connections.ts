import { z } from 'zod';
import { idleForms } from '../idle-connection.ts';
import { afterIdle, connectionEnds } from '../idle-gap.ts';
import { connectionPhases, ownRequests } from '../open-connections.ts';
import { resumptions } from '../tls-handshakes.ts';

const object = z.strictObject;
const ms = z.number().min(0);
const process = { pid: z.int(), program: z.string() };

export const openConnections = object({
  queued: z.int().min(0),
  own: z.enum(ownRequests),
  processes: z.array(object({ ...process, state: z.string() })),
  held: z.array(
    object({
      phase: z.enum(connectionPhases),
      quietMs: ms,
      client: object(process).nullable(),
      isRead: z.boolean(),
    }),
  ),
  seesCalls: z.boolean(),
});

export const idleConnection = object({
  aloneMs: z.array(ms),
  trials: z.array(
    object({
      form: z.enum(idleForms),
      waitMs: ms.nullable(),
      heldMs: ms,
      afterReleaseMs: ms.nullable(),
      closedMs: ms.nullable(),
    }),
  ),
});

export const idleGap = object({
  gaps: z.array(
    object({
      gapMs: ms,
      firstMs: ms,
      again: z.enum(afterIdle),
      againMs: ms.nullable(),
      closed: object({ afterMs: ms, how: z.enum(connectionEnds) }).nullable(),
    }),
  ),
});

export const tlsHandshakes = object({
  fresh: z.array(object({ connectMs: ms, handshakeMs: ms, firstByteMs: ms })),
  resumedMs: z.array(ms),
  resumption: z.enum(resumptions),
  keptAlive: z.boolean(),
  protocol: z.string(),
  key: object({ type: z.string(), bits: z.int().nullable() }).nullable(),
});
