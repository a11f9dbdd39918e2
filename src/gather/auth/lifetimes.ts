import type { Session } from '../../flows/contract.ts';
import { accessTimes } from '../../flows/lifetime.ts';
import { tokenClaims, tokenTimes } from '../../model/auth.ts';
import { refreshTokenOf } from './contract.ts';
import { securityExchange } from './security-exchange.ts';

/** Reads the lifetimes that the tokens, the response and the cookies state. */
export const lifetimes = securityExchange({
  kind: 'lifetimes',
  title: 'reading token lifetimes',
  harm: 'none',
  budgetMs: 120_000,
  sends: ['one sign-in, where there was none before'],
  async perform(client) {
    const session = client.anySession() ?? (await client.signIn());
    return { accessS: accessLifetimeS(session), refreshS: refreshLifetimeS(session) };
  },
});

function accessLifetimeS(session: Session): number | null {
  const times = accessTimes(session);
  if (times !== null) return Math.round((times.endsAtMs - times.issuedAtMs) / 1_000);
  return byExpiryAlone(String(session.values['access'] ?? ''), session);
}

/** A token without `iat` was issued when the session began. */
function byExpiryAlone(token: string, { issuedAtMs }: Session): number | null {
  const expiresAtS = tokenClaims(token)?.expiresAtS ?? null;
  if (expiresAtS === null || issuedAtMs === undefined) return null;
  return Math.round(expiresAtS - issuedAtMs / 1_000);
}

/**
 * A refresh token that states no lifetime may come in a cookie that does. An access token that is also the refresh token
 * states how long it gives access, not how long it can be traded.
 */
function refreshLifetimeS(session: Session): number | null {
  const token = refreshTokenOf(session);
  if (token === null || token === session.values['access']) return null;
  const times = tokenTimes(token);
  if (times !== null) return times.expiresAtS - times.issuedAtS;
  const alone = byExpiryAlone(token, session);
  if (alone !== null) return alone;
  const endsAtMs = session.cookies.find(({ value }) => value === token)?.expiresAtMs ?? Infinity;
  if (session.issuedAtMs === undefined || endsAtMs === Infinity) return null;
  return Math.round((endsAtMs - session.issuedAtMs) / 1_000);
}
