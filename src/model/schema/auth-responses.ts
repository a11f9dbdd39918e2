import { z } from 'zod';
import { shownExchange } from './finding.ts';
import { openingData, personalData, sameSites, sessionSecrets } from '../auth-responses.ts';

const object = z.strictObject;
const showing = { shown: shownExchange.exactOptional() };
const status = z.int();
const path = z.string();
const method = z.enum(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']);

export const authResponses = object({
  responses: z.array(
    object({
      to: z.enum(['sign-in', 'renewal']),
      method,
      path,
      status,
      bodyHolds: z.array(z.enum(sessionSecrets)),
      cacheControl: z.array(z.string()),
      expires: z.boolean(),
      ...showing,
    }),
  ),
  cookies: z.array(
    object({
      name: z.string(),
      holds: z.enum(sessionSecrets),
      httpOnly: z.boolean(),
      secure: z.boolean(),
      sameSite: z.enum(sameSites),
      lifetimeS: z.number().nullable(),
    }),
  ),
  tokens: z.array(
    object({
      token: z.enum(['access token', 'refresh token']),
      form: z.enum(['jwt', 'opaque']),
      exp: z.enum(['number', 'unusable', 'absent']),
      statedS: z.number().nullable(),
      sensitive: z.array(object({ claim: z.string(), data: z.enum([...openingData, ...personalData]) })),
    }),
  ),
  refusedReads: z.array(
    object({ sent: z.enum(['no token', 'an unknown token']), status, challenges: z.array(z.string()), ...showing }),
  ),
  foreignReads: z.array(
    object({
      what: z.enum(['preflight', 'read', 'renewal']),
      origin: z.enum(['another site', 'null']),
      status,
      allowOrigin: z.enum(['none', 'same', 'any', 'another']),
      allowsCredentials: z.boolean(),
      ...showing,
    }),
  ),
  foreignChange: object({
    what: z.enum(['renewal', 'sign-out']),
    method,
    path,
    presented: object({ status, granted: z.boolean(), ...showing }),
  }).nullable(),
  compression: object({ encoding: z.string().nullable(), reflects: z.boolean().nullable(), ...showing }).nullable(),
});
