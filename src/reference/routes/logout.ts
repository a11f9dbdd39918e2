import { ok } from '../http/reply.ts';
import { refuse } from '../http/refusals.ts';
import { sessionOf } from '../tokens/tokens.ts';
import { refusalOf } from './token-error.ts';
import { originOf, post } from './route.ts';

const about = { summary: 'Signs out.', answers: 'Nothing', refusals: [401] } as const;

/**
 * Ends the session with all its refresh and access tokens at once. Accepts any refresh token of the family, also a used
 * one. A repeated logout is no error (RFC 7009 §2.2).
 */
export const logout = post('/api/token/blacklist/', ['refresh'], about, async (fields, call, services) => {
  const { store, tokens } = services;
  const verified = call.timings.ofSync('verify', () => tokens.verify(fields.refresh, 'refresh'));
  if (!verified.ok) return refuse(refusalOf(verified.because));
  await call.timings.of('db', () =>
    store.revokeSession(sessionOf(verified.claims), 'logout', originOf(call, services)),
  );
  return ok({});
});
