import { z } from 'zod';
import { tlsRefusals } from '../silence.ts';

const object = z.strictObject;
const waitedMs = z.number().min(0);
const bytes = z.int().min(0);
const kinds = ['closes', 'resets', 'speaks-tls', 'speaks-http', 'no-tls', 'http2-only', 'http09'] as const;

const tagged = z.discriminatedUnion('kind', [
  object({ kind: z.enum(kinds) }),
  object({ kind: z.enum(['header-too-large', 'aborted']) }),
  object({ kind: z.enum(['hangs', 'tls-hangs']), waitedMs }),
  object({ kind: z.literal('header-stalls'), waitedMs, bytes }),
  object({ kind: z.literal('header-cut'), bytes }),
  object({ kind: z.literal('not-http'), speaks: z.string().nullable(), begins: z.string() }),
  object({ kind: z.enum(['malformed-header', 'unknown']), code: z.string() }),
  object({ kind: z.literal('invalid-status'), status: z.string() }),
  object({ kind: z.literal('tls-refused'), why: z.enum(tlsRefusals), code: z.string() }),
]);

/** Runs of earlier versions contain `code: message`; only the code is kept. */
const ofText = (value: unknown): unknown =>
  typeof value === 'string' ? { kind: 'unknown', code: value.split(':')[0] ?? value } : value;

export const silence = z.preprocess(ofText, tagged.nullable());
