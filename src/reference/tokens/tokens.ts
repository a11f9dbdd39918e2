import { randomBytes, randomUUID } from 'node:crypto';
import { AUDIENCE, isClaims, ISSUER, type Claims, type TokenType } from './claims.ts';
import { fingerprint, open, sign } from './jwt.ts';
import type { Keyring } from './keyring.ts';

export interface TokenRules {
  readonly keyring: Keyring;
  readonly accessSeconds: number;
  readonly refreshSeconds: number;
  readonly nowMs: () => number;
}

export interface Session {
  readonly id: string;
  readonly userId: number;
  /** The absolute expiry of the family. A refresh never extends it. */
  readonly expiresAtS: number;
}

export interface IssuedPair {
  readonly access: string;
  readonly refresh: string;
  /** The digest of the refresh token for the store. */
  readonly refreshHash: string;
}

type Verified = { readonly ok: true; readonly claims: Claims } | { readonly ok: false; readonly because: TokenError };
export type TokenError = 'invalid' | 'expired' | 'wrong-type';

export interface Tokens {
  newSession(userId: number): Session;
  issue(session: Session): IssuedPair;
  /** Accepts both types if `type` is omitted. */
  verify(token: string, type?: TokenType): Verified;
}

export function createTokens(rules: TokenRules): Tokens {
  const nowS = (): number => Math.floor(rules.nowMs() / 1000);

  const mint = (session: Session, type: TokenType, issuedAtS: number, expiresAtS: number, jti: string): string => {
    const claims: Claims = {
      iss: ISSUER,
      aud: AUDIENCE,
      sub: String(session.userId),
      iat: issuedAtS,
      nbf: issuedAtS,
      exp: expiresAtS,
      jti,
      token_type: type,
      family: session.id,
    };
    return sign(claims, rules.keyring.forSigning(type, rules.nowMs()));
  };

  return {
    newSession: (userId) => ({
      id: randomBytes(16).toString('base64url'),
      userId,
      expiresAtS: nowS() + rules.refreshSeconds,
    }),

    issue(session) {
      const issuedAtS = nowS();
      // An access token expires at the latest with its family.
      const accessExpiresAtS = Math.min(issuedAtS + rules.accessSeconds, session.expiresAtS);
      const [accessId, refreshId] = [timeOrderedId(rules.nowMs()), timeOrderedId(rules.nowMs())];
      const refresh = mint(session, 'refresh', issuedAtS, session.expiresAtS, refreshId);
      return {
        access: mint(session, 'access', issuedAtS, accessExpiresAtS, accessId),
        refresh,
        refreshHash: fingerprint(refresh, refreshId),
      };
    },

    verify(token, type) {
      const opened = open(token, rules.keyring);
      const claims = opened?.payload;
      // The type is in the header and in the payload. Issued tokens have the same type in both.
      if (!isClaims(claims) || claims.token_type !== opened?.type) return { ok: false, because: 'invalid' };
      if (type !== undefined && claims.token_type !== type) return { ok: false, because: 'wrong-type' };
      const secondsNow = nowS();
      // No leeway, because issuer and verifier share one clock.
      if (claims.nbf > secondsNow) return { ok: false, because: 'invalid' };
      if (claims.exp <= secondsNow) return { ok: false, because: 'expired' };
      return { ok: true, claims };
    },
  };
}

/** RFC 9562 §5.7, UUID version 7: 48 bits of Unix milliseconds and 74 random bits. */
function timeOrderedId(nowMs: number): string {
  const time = nowMs.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

/** The session of a token. Only for verified claims. */
export function sessionOf(claims: Claims): Session {
  return { id: claims.family, userId: Number(claims.sub), expiresAtS: claims.exp };
}
