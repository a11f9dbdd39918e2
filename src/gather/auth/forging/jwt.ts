import { createHmac } from 'node:crypto';

/** The three parts of a JWT in compact form (RFC 7515 §3.1), and its header as JSON. */
export interface Jwt {
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly parts: readonly [string, string, string];
}

/** @returns null for an opaque token. */
export function jwtOf(token: string): Jwt | null {
  const [header = '', payload = '', signature, ...rest] = token.split('.');
  if (signature === undefined || rest.length > 0) return null;
  const [readHeader, readPayload] = [objectOf(header), objectOf(payload)];
  if (readHeader === null || readPayload === null) return null;
  return { header: readHeader, payload: readPayload, parts: [header, payload, signature] };
}

export const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Signs the first two parts with HMAC. `algorithm` is a name of RFC 7518 §3.2. */
export const signedWith = (signed: string, secret: string | Buffer, algorithm: string): string =>
  createHmac(`sha${algorithm.slice(2)}`, secret)
    .update(signed)
    .digest('base64url');

export const isHmac = (algorithm: unknown): algorithm is 'HS256' | 'HS384' | 'HS512' =>
  algorithm === 'HS256' || algorithm === 'HS384' || algorithm === 'HS512';

function objectOf(part: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}
