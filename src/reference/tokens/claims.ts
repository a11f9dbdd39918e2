export type TokenType = 'access' | 'refresh';

/** The payload of both tokens. Times are Unix seconds (RFC 7519 §4.1). */
export interface Claims {
  readonly iss: string;
  readonly aud: string;
  /** The account's number as text. No name or e-mail, because the payload is readable to anyone with the token. */
  readonly sub: string;
  readonly iat: number;
  readonly nbf: number;
  readonly exp: number;
  readonly jti: string;
  readonly token_type: TokenType;
  /** The session, which is the family of all tokens from one login. */
  readonly family: string;
}

export const ISSUER = 'whyslow-reference';
export const AUDIENCE = 'whyslow';

const TEXT_CLAIMS = ['sub', 'jti', 'family'] as const;
const TIME_CLAIMS = ['iat', 'nbf', 'exp'] as const;

/** Whether all claims are present, have the right type, and name this issuer and audience. */
export function isClaims(payload: unknown): payload is Claims {
  if (typeof payload !== 'object' || payload === null) return false;
  const found: Record<string, unknown> = { ...payload };
  if (found['iss'] !== ISSUER || found['aud'] !== AUDIENCE) return false;
  if (found['token_type'] !== 'access' && found['token_type'] !== 'refresh') return false;
  if (!TEXT_CLAIMS.every((name) => typeof found[name] === 'string')) return false;
  return TIME_CLAIMS.every((name) => Number.isSafeInteger(found[name]));
}
