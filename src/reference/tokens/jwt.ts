import { createHash } from 'node:crypto';
import type { TokenType } from './claims.ts';
import type { TokenKey, Keyring } from './keyring.ts';

export function sign(payload: object, { header, signer }: TokenKey): string {
  const signed = `${header}.${Buffer.from(JSON.stringify(payload)).toString('base64url')}`;
  return `${signed}.${signer.sign(signed)}`;
}

export interface Opened {
  readonly type: TokenType;
  readonly payload: unknown;
}

/** Type and payload of a token with a valid signature, else null. Times are not checked here: see tokens/tokens.ts. */
export function open(token: string, keyring: Keyring): Opened | null {
  const [header, payload, signature, ...rest] = token.split('.');
  if (header === undefined || payload === undefined || signature === undefined || rest.length > 0) return null;
  // This server is the only issuer, so the header must equal a known header byte for byte. That pins the algorithm of
  // each key (RFC 8725 §3.1) and refuses alg none, jwk, jku, an unknown kid and crit without parsing the header.
  const key = keyring.byHeader(header);
  if (key === null || !key.signer.verify(`${header}.${payload}`, signature)) return null;
  return { type: key.type, payload: parse(payload) };
}

/** The first two groups of a UUID version 7, which are its creation time in milliseconds. */
const TIME_CHARACTERS = 13;

/**
 * The digest that the store keeps instead of a refresh token, so that a reader of the database cannot use the token. It
 * begins with the creation time, so that a rotation writes near the end of the table and not to two random pages.
 */
export function fingerprint(token: string, jti: string): string {
  return `${jti.slice(0, TIME_CHARACTERS)}.${createHash('sha256').update(token).digest('base64url')}`;
}

function parse(payload: string): unknown {
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
