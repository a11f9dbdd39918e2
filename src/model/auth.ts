/** The credentials of one account. They stay in memory: output may contain the user name, never the password. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** The claims that give the lifetime of a token, in Unix seconds. */
export interface TokenTimes {
  readonly issuedAtS: number;
  readonly expiresAtS: number;
}

/** The time claims of a token, in Unix seconds; null for a missing claim. */
export interface TokenClaims {
  readonly issuedAtS: number | null;
  readonly expiresAtS: number | null;
}

/** Reads `iat` and `exp` of a JWT without verification; null for opaque or malformed tokens. */
export function tokenClaims(token: string): TokenClaims | null {
  const dot = token.indexOf('.');
  const claims = dot === -1 ? null : parseClaims(token.slice(dot + 1, endOf(token, dot + 1)));
  if (claims === null) return null;
  const { iat, exp } = claims;
  return { issuedAtS: typeof iat === 'number' ? iat : null, expiresAtS: typeof exp === 'number' ? exp : null };
}

const endOf = (token: string, from: number): number => {
  const dot = token.indexOf('.', from);
  return dot === -1 ? token.length : dot;
};

/** The lifetime of a JWT; null unless it has both claims. */
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
