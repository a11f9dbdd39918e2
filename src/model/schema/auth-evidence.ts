import { z } from 'zod';
import { claimsSigners, forgeryKinds } from '../forgeries.ts';
import { auditLogEntries } from './audit-log.ts';
import { badInputs } from './bad-input.ts';
import { countByName } from './counts.ts';
import { failedLogins } from './failed-logins.ts';
import { shownExchange } from './finding.ts';

const object = z.strictObject;
const ms = z.number().min(0);

const presented = object({ status: z.int(), granted: z.boolean(), shown: shownExchange.exactOptional() });
const raceTrial = object({
  statuses: countByName,
  granted: z.int(),
  distinctSuccessors: z.int(),
  usableSuccessors: z.int(),
  retryAfters: z.int().default(0),
  clearedCookies: z.int().default(0),
});

/** The evidence of the exchanges with an auth server. */
export const authValues = {
  'auth-surface': object({
    preset: z.string(),
    how: z.enum(['asked-for', 'detected', 'assumed']),
    apiPath: z.string().nullable(),
    triedPaths: z.array(z.string()).default([]),
    marks: z.array(z.string()).default([]),
    bind: z.record(z.string(), z.string()).default({}),
    renewable: z.boolean().default(true),
    signIn: shownExchange.exactOptional(),
  }),
  rotation: object({
    issued: z.boolean(),
    successor: z.enum(['new', 'same', 'none']),
    use: shownExchange.exactOptional(),
    reuse: presented,
    newestAfterReuse: presented.nullable(),
    grace: object({ lastGrantedMs: ms, endedByMs: ms.nullable(), shown: shownExchange.exactOptional() })
      .nullable()
      .default(null),
  }),
  forgeries: object({
    token: z.enum(['jwt', 'opaque', 'none']),
    algorithm: z.string().nullable(),
    own: presented,
    garbage: presented,
    tried: z.array(
      object({ kind: z.enum(forgeryKinds), variant: z.string(), presented, fetched: z.boolean().default(false) }),
    ),
    famousSecretCharacters: z.int().nullable(),
    intrusive: z.boolean().default(false),
    signer: z.enum(claimsSigners).default('none'),
    ownAfterEnd: object({ lifetimeS: ms, sinceEndS: ms, presented }).nullable().default(null),
  }),
  race: object({
    atOnce: z.int(),
    trials: z.array(raceTrial),
    hasCookies: z.boolean().default(false),
    excludedWindowMs: ms.nullable().default(null),
    shown: z.array(shownExchange).exactOptional(),
  }),
  'bad-input': badInputs,
  'failed-logins': failedLogins,
  'audit-log': auditLogEntries,
  logout: object({ logout: presented.nullable(), refreshAfter: presented, accessAfter: presented }),
  lifetimes: object({ accessS: z.number().nullable(), refreshS: z.number().nullable() }),
};
