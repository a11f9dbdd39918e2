import { type TokenClaims, tokenClaims } from '../model/auth.ts';
import { unsendableInHeader } from '../model/header.ts';
import type { Session, Value } from './contract.ts';

/** A session before and after an iteration, and when the iteration began. */
interface Renewal {
  readonly before: Session;
  readonly session: Session;
  readonly fresh: { readonly nowMs: number };
}

const UNKNOWN: TokenClaims = { issuedAtS: null, expiresAtS: null };

/** The reason why a token was not renewed; null where all tokens were. */
export function notRenewed(tokens: readonly string[], { session, before, fresh }: Renewal): string | null {
  for (const name of tokens) {
    const because = notRenewedToken(name, before.values[name], session.values[name], fresh.nowMs);
    if (because !== null) return because;
  }
  return null;
}

function notRenewedToken(
  name: string,
  previous: Value | undefined,
  next: Value | undefined,
  sentMs: number,
): string | null {
  if (next === undefined) return `no ${name} token`;
  const problem = name === 'access' ? unsendableInHeader(String(next)) : null;
  if (problem !== null) return `an access token that contains ${problem}`;
  if (previous === undefined) return null;
  const claims = claimsOf(next);
  if (next === previous) return issuedSince(claims, sentMs) ? null : `the same ${name} token as before`;
  return endsEarlier(claims, claimsOf(previous)) ? `a new ${name} token that expires before the old one` : null;
}

const claimsOf = (token: Value): TokenClaims => tokenClaims(String(token)) ?? UNKNOWN;

/** `iat` counts whole seconds. Two tokens without a `jti` are equal when they were issued in the same second. */
const issuedSince = ({ issuedAtS }: TokenClaims, sentMs: number): boolean =>
  issuedAtS !== null && issuedAtS >= Math.floor(sentMs / 1_000);

/** `exp` counts whole seconds, so two tokens of the same second have the same `exp`. */
const endsEarlier = (next: TokenClaims, previous: TokenClaims): boolean =>
  next.expiresAtS !== null && previous.expiresAtS !== null && next.expiresAtS < previous.expiresAtS;
