/** Who signs in. Held in memory only: nothing that is written may contain either field's value but the name. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** The two tokens a login hands out. `refresh` is null where the stack has no refresh token. */
export interface TokenPair {
  readonly access: string;
  readonly refresh: string | null;
}

/** The claims that lifetimes are read from, in Unix seconds. */
export interface TokenTimes {
  readonly issuedAtS: number;
  readonly expiresAtS: number;
}

/** Reads `iat` and `exp` of a JWT without verifying it; null for opaque tokens and for malformed ones. */
export function tokenTimes(token: string): TokenTimes | null {
  const payload = token.split('.')[1];
  if (payload === undefined) return null;
  const claims = parseClaims(payload);
  if (claims === null) return null;
  const { iat, exp } = claims;
  if (typeof iat !== 'number' || typeof exp !== 'number') return null;
  return { issuedAtS: iat, expiresAtS: exp };
}

function parseClaims(payload: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
