import {
  constants,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign,
  timingSafeEqual,
  verify,
} from 'node:crypto';
import { isHmac, type Jwt, signedWith } from './jwt.ts';

/** Signs the first two parts of a token. */
export type Sign = (signed: string) => string;

interface Signer {
  readonly sign: Sign;
  verifies(signed: string, signature: Buffer): boolean;
}

/** The signer of this key, if it signs the given token too. Nothing is sent. */
export function signerOf(jwt: Jwt, key: string): Sign | null {
  const { alg } = jwt.header;
  const [header, payload, signature] = jwt.parts;
  const bytes = Buffer.from(signature, 'base64url');
  const fits = signersOf(alg, key).find((signer) => signer.verifies(`${header}.${payload}`, bytes));
  return fits?.sign ?? null;
}

function signersOf(alg: unknown, key: string): readonly Signer[] {
  if (typeof alg !== 'string') return [];
  if (isHmac(alg)) return secretsIn(key).map((secret) => hmacSigner(secret, alg));
  const made = /^(?:(?:RS|PS|ES)(?:256|384|512)|EdDSA)$/.test(alg) ? privateKeyOf(key) : null;
  return made === null ? [] : [keySigner(made, alg)];
}

/** Servers take the text of a secret as its bytes, or as their Base64. */
const secretsIn = (key: string): readonly Buffer[] => [
  Buffer.from(key),
  Buffer.from(key.trim()),
  Buffer.from(key, 'base64'),
];

const hmacSigner = (secret: Buffer, alg: string): Signer => ({
  sign: (signed) => signedWith(signed, secret, alg),
  verifies(signed, signature) {
    const own = Buffer.from(signedWith(signed, secret, alg), 'base64url');
    return own.length === signature.length && timingSafeEqual(own, signature);
  },
});

/** A variable of the environment often holds the line breaks of a PEM as `\n`. */
function privateKeyOf(pem: string): KeyObject | null {
  try {
    return createPrivateKey(pem.replaceAll(String.raw`\n`, '\n'));
  } catch {
    return null;
  }
}

function keySigner(key: KeyObject, alg: string): Signer {
  const hash = alg === 'EdDSA' ? null : `sha${alg.slice(2)}`;
  const form = formOf(alg);
  return {
    sign: (signed) => sign(hash, Buffer.from(signed), { key, ...form }).toString('base64url'),
    verifies(signed, signature) {
      try {
        return verify(hash, Buffer.from(signed), { key: createPublicKey(key), ...form }, signature);
      } catch {
        // A key of another type than the algorithm.
        return false;
      }
    },
  };
}

/** RFC 7518 §3.4: r and s side by side. §3.5: PSS with a salt as long as the hash. */
function formOf(alg: string): object {
  if (alg.startsWith('ES')) return { dsaEncoding: 'ieee-p1363' };
  if (!alg.startsWith('PS')) return {};
  return { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
}
