import { createHash, createHmac, timingSafeEqual, type KeyObject } from 'node:crypto';

/** RFC 7518 §3.2: an HMAC key must be at least as long as the hash's output. */
export const KEY_BYTES = 32;

const HEADER = Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url');

export function sign(payload: object, key: KeyObject): string {
  const signed = `${HEADER}.${Buffer.from(JSON.stringify(payload)).toString('base64url')}`;
  return `${signed}.${signatureOf(signed, key)}`;
}

/** The payload when the signature is ours, else null. Says nothing about times: see tokens/tokens.ts. */
export function open(token: string, key: KeyObject): unknown {
  const [header, payload, signature, ...rest] = token.split('.');
  if (payload === undefined || signature === undefined || rest.length > 0) return null;
  // We are the only issuer, so the header can only be our own, byte for byte. That pins the algorithm (RFC 8725 §3.1)
  // and refuses alg none, jwk, jku, kid and crit without ever looking inside.
  if (header !== HEADER) return null;
  if (!sameText(signature, signatureOf(`${header}.${payload}`, key))) return null;
  return parse(payload);
}

/** What the store keeps instead of a refresh token: whoever reads the database cannot present what he finds there. */
export function fingerprint(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

function signatureOf(signed: string, key: KeyObject): string {
  return createHmac('sha256', key).update(signed).digest('base64url');
}

/**
 * Compares the encoded text and not the decoded bytes: 43 characters of base64url carry two spare bits, so four texts
 * decode to one signature and three of them are not what we issued.
 */
function sameText(given: string, expected: string): boolean {
  const givenBytes = Buffer.from(given);
  const expectedBytes = Buffer.from(expected);
  return givenBytes.length === expectedBytes.length && timingSafeEqual(givenBytes, expectedBytes);
}

function parse(payload: string): unknown {
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
