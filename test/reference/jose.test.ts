import { createSecretKey, randomBytes } from 'node:crypto';
import {
  createLocalJWKSet,
  decodeProtectedHeader,
  type JSONWebKeySet,
  type JWTVerifyGetKey,
  jwtVerify,
  SignJWT,
  UnsecuredJWT,
} from 'jose';
import { expect, test } from 'vitest';
import { AUDIENCE, ISSUER } from '../../src/reference/tokens/claims.ts';
import { algorithms, makeKey, type StoredKey } from '../../src/reference/tokens/keys.ts';
import { ask, claimsIn, getMe, serve, type Served, signIn } from './client.ts';

/** The key of a client of that server: from the published set, or the shared secret, which is not published. */
async function keyFor({ alg, secret }: StoredKey, { url }: Served): Promise<JWTVerifyGetKey> {
  if (alg === 'HS256') return () => createSecretKey(Buffer.from(secret, 'base64url'));
  const { body } = await ask(url, '/.well-known/jwks.json');
  return createLocalJWKSet(body as unknown as JSONWebKeySet);
}

test.each(algorithms)(
  'jose, an independent library, verifies both %s tokens and reads the same claims',
  async (alg) => {
    const key = await makeKey(alg, 0);
    const server = await serve({ keys: [key] });
    try {
      const pair = await signIn(server.url);
      const expected = {
        issuer: ISSUER,
        audience: AUDIENCE,
        currentDate: new Date(server.clock.nowMs),
        algorithms: [alg],
      };
      for (const [token, typ] of [
        [pair.access, 'at+jwt'],
        [pair.refresh, 'rt+jwt'],
      ] as const) {
        const { payload, protectedHeader } = await jwtVerify(token, await keyFor(key, server), { ...expected, typ });
        expect(payload).toEqual(claimsIn(token));
        expect(protectedHeader).toMatchObject({ alg, kid: key.kid });
      }
      const late = { ...expected, currentDate: new Date(server.clock.nowMs + 86_400_000) };
      await expect(jwtVerify(pair.access, await keyFor(key, server), late)).rejects.toThrow('exp');
    } finally {
      await server.close();
    }
  },
);

test('a token that jose signs is accepted with the key of the server, and refused with another key or none', async () => {
  const key = await makeKey('HS256', 0);
  const server = await serve({ keys: [key] });
  try {
    const { access } = await signIn(server.url);
    const [header, claims] = [decodeProtectedHeader(access), claimsIn(access)];
    const signed = (secret: Uint8Array): Promise<string> =>
      new SignJWT(claims).setProtectedHeader({ ...header, alg: 'HS256' }).sign(secret);
    const status = async (token: string): Promise<number> => (await getMe(server.url, token)).status;
    expect(await status(await signed(Buffer.from(key.secret, 'base64url')))).toBe(200);
    expect(await status(await signed(randomBytes(32)))).toBe(401);
    expect(await status(new UnsecuredJWT(claims).encode())).toBe(401);
  } finally {
    await server.close();
  }
});
