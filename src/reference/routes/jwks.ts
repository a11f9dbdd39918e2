import { ok } from '../http/reply.ts';
import { get } from './route.ts';

/** RFC 8414 §2 `jwks_uri`. A key is published before it signs, so that clients may cache the set for a few seconds. */
export const jwks = get(
  '/.well-known/jwks.json',
  { summary: 'The public keys.', answers: 'KeySet' },
  async (_call, { keyring }) => ok(keyring.jwks()),
);
