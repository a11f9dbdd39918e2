import { createPublicKey, generateKeyPairSync, type JsonWebKey, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import { famousSecretOf } from '../../../../src/gather/auth/forging/famous-secrets.ts';
import { confused, forgedFrom } from '../../../../src/gather/auth/forging/forged.ts';
import { encoded, type Jwt, jwtOf, signedWith } from '../../../../src/gather/auth/forging/jwt.ts';

function jwtWith(secret: string, algorithm = 'HS256'): Jwt {
  const signed = `${encoded({ alg: algorithm, kid: 'k1' })}.${encoded({ sub: '7', exp: 2_000_000_000 })}`;
  const made = jwtOf(`${signed}.${signedWith(signed, secret, algorithm)}`);
  if (made === null) throw new Error('no JWT');
  return made;
}

const read = (token: string): Jwt => {
  const jwt = jwtOf(token);
  if (jwt === null) throw new Error(`no JWT: ${token}`);
  return jwt;
};

test.each(['', 'opaque', 'a.b', 'a.b.c.d', 'bm8.bm8.x', '....'])('%j is no JWT', (token) =>
  expect(jwtOf(token)).toBeNull(),
);

const forged = forgedFrom(jwtWith('not famous at all'));
const ofKind = (kind: string): readonly string[] =>
  forged.filter((each) => each.kind === kind).map(({ token }) => token);

test('alg none comes in four spellings, each without a signature and with the old one, and the claims stay', () => {
  const tokens = ofKind('alg-none').map(read);
  expect(new Set(tokens.map(({ header }) => header['alg']))).toEqual(new Set(['none', 'None', 'NONE', 'nOnE']));
  expect(tokens.filter(({ parts: [, , signature] }) => signature === '')).toHaveLength(4);
  expect(tokens.every(({ payload }) => payload['sub'] === '7')).toBe(true);
});

test('a tampered token has a longer life and the old signature, or another signature and the old claims', () => {
  const [longer, changed] = ofKind('tampered-payload').map(read);
  const { parts } = jwtWith('not famous at all');
  expect(longer?.payload['exp']).toBe(2_000_000_000 + 86_400);
  expect(longer?.parts[2]).toBe(parts[2]);
  expect(changed?.parts.slice(0, 2)).toEqual(parts.slice(0, 2));
  expect(changed?.parts[2]).not.toBe(parts[2]);
});

test('a token with its own key verifies by that key alone', () => {
  const [token = ''] = ofKind('embedded-key');
  const { header, parts } = read(token);
  const key = createPublicKey({ key: { ...(header['jwk'] as JsonWebKey) }, format: 'jwk' });
  const signature = Buffer.from(parts[2], 'base64url');
  expect(header['kid']).toBeUndefined();
  expect(verify('sha256', Buffer.from(`${parts[0]}.${parts[1]}`), { key, dsaEncoding: 'ieee-p1363' }, signature)).toBe(
    true,
  );
});

test('a confused token is an HMAC with the text of the public key', () => {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const [first] = confused(jwtWith('x', 'HS256'), publicKey);
  const { header, parts } = read(first?.token ?? '');
  expect(header['alg']).toBe('HS256');
  expect(parts[2]).toBe(signedWith(`${parts[0]}.${parts[1]}`, pem, 'HS256'));
});

test.each([
  ['secret', 'HS256', 'secret'],
  ['your-256-bit-secret', 'HS384', 'your-256-bit-secret'],
  ['', 'HS512', ''],
  ['u6Wq0r1mXc7-not-in-any-list', 'HS256', null],
] as const)('the secret %j of %s is recognised as %j', (secret, algorithm, found) =>
  expect(famousSecretOf(jwtWith(secret, algorithm))).toBe(found),
);
