import { timingSafeEqual } from 'node:crypto';
import { isHmac, type Jwt, signedWith } from './jwt.ts';

/**
 * Secrets that stand in tutorials, examples and default settings: each is tried by anyone who finds a token. Beginnings of
 * Django's generated development keys are not in the list, since the rest of such a key is random.
 */
const famousSecrets = [
  'secret',
  'Secret',
  'SECRET',
  'secretkey',
  'secret_key',
  'secret-key',
  'SECRET_KEY',
  'mysecret',
  'mysecretkey',
  'my-secret-key',
  'my_secret_key',
  'supersecret',
  'super-secret',
  'super secret',
  'supersecretkey',
  'topsecret',
  'jwt',
  'jwtsecret',
  'jwt-secret',
  'jwt_secret',
  'JWT_SECRET',
  'jwt_secret_key',
  'jwt-secret-key',
  'your-secret-key',
  'your_secret_key',
  'your-256-bit-secret',
  'your-384-bit-secret',
  'your-512-bit-secret',
  'your_jwt_secret',
  'your-jwt-secret',
  'a-string-secret-at-least-256-bits-long',
  'super-secret-jwt-token-with-at-least-32-characters-long',
  'change-me',
  'changeme',
  'change_me',
  'changeit',
  'please-change-me',
  'default',
  'dev',
  'development',
  'test',
  'testing',
  'password',
  'Password1',
  'admin',
  'root',
  'key',
  'token',
  'private',
  'privatekey',
  'shhhhh',
  'shhhhhared-secret',
  'keyboard cat',
  '123456',
  '12345678',
  'qwerty',
  'access-secret',
  'refresh-secret',
  'accessTokenSecret',
  'refreshTokenSecret',
  'ACCESS_TOKEN_SECRET',
  'REFRESH_TOKEN_SECRET',
  'insecure',
  'foo',
  'bar',
  'hello',
  '',
] as const;

/** The secret of the list that signs this token. Nothing is sent. */
export function famousSecretOf({ header: { alg }, parts: [header, payload, signature] }: Jwt): string | null {
  if (!isHmac(alg)) return null;
  const given = Buffer.from(signature, 'base64url');
  const found = famousSecrets.find((secret) => {
    const made = Buffer.from(signedWith(`${header}.${payload}`, secret, alg), 'base64url');
    return made.length === given.length && timingSafeEqual(made, given);
  });
  return found ?? null;
}
