/** Who signs in. Held in memory only: nothing that is written may contain either field's value but the name. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** The claims that lifetimes are read from, in Unix seconds. */
export interface TokenTimes {
  readonly issuedAtS: number;
  readonly expiresAtS: number;
}

/** What a token says about its time, in Unix seconds; null for a claim that it does not have. */
export interface TokenClaims {
  readonly issuedAtS: number | null;
  readonly expiresAtS: number | null;
}

/** Reads `iat` and `exp` of a JWT without verifying it; null for opaque tokens and for malformed ones. */
export function tokenClaims(token: string): TokenClaims | null {
  const payload = token.split('.')[1];
  const claims = payload === undefined ? null : parseClaims(payload);
  if (claims === null) return null;
  const { iat, exp } = claims;
  return { issuedAtS: typeof iat === 'number' ? iat : null, expiresAtS: typeof exp === 'number' ? exp : null };
}

/** The lifetime of a JWT; null where it does not say both ends. */
export function tokenTimes(token: string): TokenTimes | null {
  const { issuedAtS, expiresAtS } = tokenClaims(token) ?? { issuedAtS: null, expiresAtS: null };
  return issuedAtS === null || expiresAtS === null ? null : { issuedAtS, expiresAtS };
}

function parseClaims(payload: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
