import { createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import { encoded, type Jwt, jwtOf, signedWith } from '../../../../src/gather/auth/forging/jwt.ts';
import { signerOf } from '../../../../src/gather/auth/forging/signing-key.ts';
import { soundClaims, wrongClaims } from '../../../../src/gather/auth/forging/wrong-claims.ts';

const NOW_S = 2_000_000_000;
const claims = { sub: '7', iat: NOW_S, exp: NOW_S + 900, aud: ['app'], iss: 'https://issuer.test' };

function jwtBy(alg: string, signed: (text: string) => string, payload: object = claims): Jwt {
  const text = `${encoded({ alg, kid: 'k1' })}.${encoded(payload)}`;
  const made = jwtOf(`${text}.${signed(text)}`);
  if (made === null) throw new Error('no JWT');
  return made;
}

const hmac = (secret: string | Buffer, alg = 'HS256'): Jwt => jwtBy(alg, (text) => signedWith(text, secret, alg));

const SECRET = Buffer.from('a secret that no tutorial has, 32 bytes');

test.each([
  ['as text', SECRET.toString(), 'HS256'],
  ['as text, with a line break of a file', `${SECRET.toString()}\n`, 'HS384'],
  ['as Base64', SECRET.toString('base64'), 'HS512'],
  ['as Base64 of URLs', SECRET.toString('base64url'), 'HS256'],
])('an HMAC secret %s signs as the server does', (_form, key, alg) => {
  const signs = signerOf(hmac(SECRET, alg), key);
  expect(signs?.('header.payload')).toBe(signedWith('header.payload', SECRET, alg));
});

const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ed = generateKeyPairSync('ed25519');
/** RFC 7518 §3.5: a salt as long as the hash. 6 is RSA_PKCS1_PSS_PADDING. */
const pss = { padding: 6, saltLength: 32 };
const raw = { dsaEncoding: 'ieee-p1363' } as const;

test.each([
  ['RS256', rsa, 'sha256', {}],
  ['PS256', rsa, 'sha256', pss],
  ['ES256', ec, 'sha256', raw],
  ['EdDSA', ed, null, {}],
] as const)('a private key signs %s, also with escaped line breaks, and the public key verifies it', (...row) => {
  const [alg, { privateKey, publicKey }, hash, form] = row;
  const jwt = jwtBy(alg, (text) => sign(hash, Buffer.from(text), { key: privateKey, ...form }).toString('base64url'));
  for (const key of [pem(privateKey), pem(privateKey).replaceAll('\n', String.raw`\n`)]) {
    const signature = Buffer.from(signerOf(jwt, key)?.('header.payload') ?? '', 'base64url');
    expect(verify(hash, Buffer.from('header.payload'), { key: publicKey, ...form }, signature)).toBe(true);
  }
});

test.each([
  ['another secret', hmac(SECRET), 'another'],
  ['a private key for an HMAC', hmac(SECRET), pem(ec.privateKey)],
  ['a secret for a key pair', jwtBy('RS256', () => 'AAAA'), 'secret'],
  ['a key of another type', jwtBy('ES256', () => 'AAAA'), pem(rsa.privateKey)],
  ['the key of another server', jwtBy('EdDSA', () => 'AAAA'), pem(ed.privateKey)],
  ['an algorithm that is none', jwtBy('none', () => ''), 'secret'],
])('%s is not the key of the token', (_what, jwt, key) => expect(signerOf(jwt, key)).toBeNull());

const wrong = (payload: object = claims) => {
  const jwt = jwtBy('HS256', (text) => signedWith(text, SECRET, 'HS256'), payload);
  const signs = signerOf(jwt, SECRET.toString());
  if (signs === null) throw new Error('no key');
  const made = wrongClaims(jwt, signs, NOW_S).map(({ kind, token }) => [kind, jwtOf(token)?.payload] as const);
  return { made: new Map(made), sound: jwtOf(soundClaims(jwt, signs))?.payload };
};

test('each token has one wrong claim beside sound times', () => {
  const { made, sound } = wrong();
  expect(made.get('expired')).toEqual({ ...claims, iat: NOW_S - 1_200, exp: NOW_S - 600 });
  expect(made.get('not-yet-valid')).toEqual({ ...claims, nbf: NOW_S + 600, exp: NOW_S + 1_200 });
  expect(made.get('wrong-audience')).toEqual({ ...claims, aud: ['https://other.invalid'] });
  expect(made.get('wrong-issuer')).toEqual({ ...claims, iss: 'https://other.invalid' });
  expect(sound).toEqual({ ...claims, exp: NOW_S + 899 });
});

test('an audience or issuer that the token has not is not made up', () => {
  const { made, sound } = wrong({ sub: '7' });
  expect([...made.keys()]).toEqual(['expired', 'not-yet-valid']);
  expect(sound).toEqual({ sub: '7' });
});

test('a public key cannot sign', () => {
  const spki = createPublicKey(ec.privateKey).export({ type: 'spki', format: 'pem' }).toString();
  expect(
    signerOf(
      jwtBy('ES256', () => 'AAAA'),
      spki,
    ),
  ).toBeNull();
});
