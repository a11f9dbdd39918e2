import { createHash } from 'node:crypto';
import type { TokenType } from './claims.ts';
import type { HeadedKey, Keyring } from './keyring.ts';

export function sign(payload: object, { header, signer }: HeadedKey): string {
  const signed = `${header}.${Buffer.from(JSON.stringify(payload)).toString('base64url')}`;
  return `${signed}.${signer.sign(signed)}`;
}

export interface Opened {
  readonly type: TokenType;
  readonly payload: unknown;
}

/** What stands in a token whose signature is ours, else null. Says nothing about times: see tokens/tokens.ts. */
export function open(token: string, keyring: Keyring): Opened | null {
  const [header, payload, signature, ...rest] = token.split('.');
  if (header === undefined || payload === undefined || signature === undefined || rest.length > 0) return null;
  // We are the only issuer, so the header can only be one of our own, byte for byte. That pins the algorithm of each
  // key (RFC 8725 §3.1) and refuses alg none, jwk, jku, a strange kid and crit without ever looking inside.
  const key = keyring.behind(header);
  if (key === null || !key.signer.fits(`${header}.${payload}`, signature)) return null;
  return { type: key.type, payload: parse(payload) };
}

/** The first two groups of a UUID of version 7: the millisecond in which it was made. */
const TIME_CHARACTERS = 13;

/**
 * What the store keeps instead of a refresh token: whoever reads the database cannot present what he finds there. The
 * time stands first, so that neighbours in time are neighbours on disk: a rotation then writes to the end of the table
 * and not to two random places, however many tokens there are.
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
