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

/** What the store keeps instead of a refresh token: whoever reads the database cannot present what he finds there. */
export function fingerprint(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

function parse(payload: string): unknown {
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
