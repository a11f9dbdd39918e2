import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  generateKeyPair,
  randomBytes,
  sign as signWith,
  timingSafeEqual,
  verify as verifyWith,
  type JsonWebKey,
} from 'node:crypto';
import { promisify } from 'node:util';

export const algorithms = ['HS256', 'EdDSA', 'RS256'] as const;
export type Algorithm = (typeof algorithms)[number];

/** The cheapest algorithm, sufficient if the signer is also the verifier. */
export const DEFAULT_ALGORITHM: Algorithm = 'HS256';

/** A signing key as plain data, for files and IPC. */
export interface StoredKey {
  readonly kid: string;
  readonly alg: Algorithm;
  /** The key signs from this time on. Before, it is only published and accepted, so that verifiers get it in time. */
  readonly activeFromMs: number;
  /** base64url of the bytes for HS256, else the private key as PKCS#8 in PEM. */
  readonly secret: string;
}

/** RFC 7518 §3.2: an HMAC key must be at least as long as the hash's output. */
const HMAC_KEY_BYTES = 32;

/** RFC 7518 §3.3 requires at least 2048 bits. The next larger sizes make signing about three times slower each. */
const RSA_BITS = 2048;

const generate = promisify(generateKeyPair);

export async function makeKey(alg: Algorithm, activeFromMs: number): Promise<StoredKey> {
  return storedKey(alg, await makeSecret(alg), activeFromMs);
}

/** The id is a digest, so that all processes derive the same id. It does not weaken a key of 32 random bytes. */
export function storedKey(alg: Algorithm, secret: string, activeFromMs: number): StoredKey {
  const kid = createHash('sha256').update(`kid ${secret}`).digest('base64url').slice(0, 16);
  return { kid, alg, activeFromMs, secret };
}

async function makeSecret(alg: Algorithm): Promise<string> {
  switch (alg) {
    case 'HS256':
      return randomBytes(HMAC_KEY_BYTES).toString('base64url');
    case 'EdDSA': {
      const { privateKey } = await generate('ed25519');
      return privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
    }
    case 'RS256': {
      const { privateKey } = await generate('rsa', { modulusLength: RSA_BITS });
      return privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
    }
    default:
      return alg satisfies never;
  }
}

export interface Signer {
  readonly kid: string;
  readonly alg: Algorithm;
  readonly activeFromMs: number;
  /** The public key. Null for HS256, where the verification key can also sign. */
  readonly publicJwk: JsonWebKey | null;
  sign(text: string): string;
  verify(text: string, signature: string): boolean;
}

export function createSigner(stored: StoredKey): Signer {
  const { kid, alg, activeFromMs, secret } = stored;
  const common = { kid, alg, activeFromMs };
  if (alg === 'HS256') return { ...common, publicJwk: null, ...hmacOf(secret) };

  const privateKey = createPrivateKey(secret);
  const publicKey = createPublicKey(privateKey);
  const hash = alg === 'RS256' ? 'sha256' : null;
  return {
    ...common,
    publicJwk: { ...publicKey.export({ format: 'jwk' }), kid, alg, use: 'sig' },
    sign: (text) => signWith(hash, Buffer.from(text), privateKey).toString('base64url'),
    verify(text, signature) {
      const bytes = Buffer.from(signature, 'base64url');
      // Several texts decode to the same bytes; only the canonical encoding is accepted.
      return bytes.toString('base64url') === signature && verifyWith(hash, Buffer.from(text), publicKey, bytes);
    },
  };
}

function hmacOf(secret: string): Pick<Signer, 'sign' | 'verify'> {
  // A KeyObject is created once; a Buffer would be converted for each signature.
  const key = createSecretKey(secret, 'base64url');
  const sign = (text: string): string => createHmac('sha256', key).update(text).digest('base64url');
  return { sign, verify: (text, signature) => sameText(signature, sign(text)) };
}

/**
 * Compares the encoded text and not the decoded bytes: 43 characters of base64url have two unused bits, so four texts
 * decode to one signature, and only one of them was issued.
 */
function sameText(given: string, expected: string): boolean {
  const givenBytes = Buffer.from(given);
  const expectedBytes = Buffer.from(expected);
  return givenBytes.length === expectedBytes.length && timingSafeEqual(givenBytes, expectedBytes);
}
