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

/** The cheapest, and right where the one who signs is the one who verifies. */
export const DEFAULT_ALGORITHM: Algorithm = 'HS256';

/** A signing key as a file keeps it and a worker receives it: plain data. */
export interface StoredKey {
  readonly kid: string;
  readonly alg: Algorithm;
  /** From then on it signs. Before, it is published and accepted only, so that whoever verifies knows it in time. */
  readonly activeFromMs: number;
  /** base64url of the bytes for HS256, else the private key as PKCS#8 in PEM. */
  readonly secret: string;
}

/** RFC 7518 §3.2: an HMAC key must be at least as long as the hash's output. */
const HMAC_KEY_BYTES = 32;

/** RFC 7518 §3.3 wants 2048 bits or more; each further step costs three times the signature. */
const RSA_BITS = 2048;

const generate = promisify(generateKeyPair);

export async function makeKey(alg: Algorithm, activeFromMs: number): Promise<StoredKey> {
  return storedKey(alg, await makeSecret(alg), activeFromMs);
}

/** The id is a digest, so that every process that holds the key calls it the same. 32 random bytes do not fear that. */
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
  /** What anyone may know of it: null for HS256, where who can verify can also sign. */
  readonly publicJwk: JsonWebKey | null;
  sign(text: string): string;
  fits(text: string, signature: string): boolean;
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
    fits(text, signature) {
      const bytes = Buffer.from(signature, 'base64url');
      // Several texts decode to the same bytes; only the one that we would write is ours.
      return bytes.toString('base64url') === signature && verifyWith(hash, Buffer.from(text), publicKey, bytes);
    },
  };
}

function hmacOf(secret: string): Pick<Signer, 'sign' | 'fits'> {
  // A KeyObject is prepared once; a Buffer would be copied into a new one for every signature.
  const key = createSecretKey(secret, 'base64url');
  const sign = (text: string): string => createHmac('sha256', key).update(text).digest('base64url');
  return { sign, fits: (text, signature) => sameText(signature, sign(text)) };
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
