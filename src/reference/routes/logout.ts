import { ok } from '../http/reply.ts';
import { refuse } from '../http/refusals.ts';
import { codeOf } from './flaw.ts';
import { originOf, post } from './route.ts';

const about = { summary: 'Signs out.', answers: 'Nothing', refusals: [401] } as const;

/**
 * Ends the session: its refresh tokens and its access tokens, at once. Any refresh token of the family will do, also a
 * used one, and doing it twice is no error (RFC 7009 §2.2): who wants to be logged out is.
 */
export const logout = post('/api/token/blacklist/', ['refresh'], about, async (fields, call, services) => {
  const { store, tokens } = services;
  const verified = call.timings.ofSync('verify', () => tokens.verify(fields.refresh, 'refresh'));
  if (!verified.ok) return refuse(codeOf(verified.because));
  await call.timings.of('db', () => store.revokeSession(verified.claims.family, 'logout', originOf(call, services)));
  return ok({});
});
