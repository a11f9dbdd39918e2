import { ok } from '../http/reply.ts';
import { get } from './route.ts';

/** RFC 8414 §2 `jwks_uri`. A key stands here before it signs, so that a cache of a few seconds does no harm. */
export const jwks = get(
  '/.well-known/jwks.json',
  { summary: 'The public keys.', answers: 'KeySet' },
  async (_call, { keyring }) => ok(keyring.jwks()),
);
