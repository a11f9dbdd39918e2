// better-auth with its memory adapter and its JWT plugin: the session is a cookie, and the API takes the JWT as bearer.
import { randomBytes, scryptSync } from 'node:crypto';
import { betterAuth } from 'better-auth';
import { memoryAdapter } from 'better-auth/adapters/memory';
import { toNodeHandler } from 'better-auth/node';
import { jwt } from 'better-auth/plugins';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { account, QUICK_HASH, serve } from '../shared/server.mjs';

const salt = randomBytes(16);
const hashOf = (password) => scryptSync(password, salt, 32, QUICK_HASH).toString('hex');

async function handlerFor(url) {
  const auth = betterAuth({
    baseURL: url,
    secret: randomBytes(32).toString('hex'),
    database: memoryAdapter({ user: [], session: [], account: [], verification: [], jwks: [] }),
    emailAndPassword: {
      enabled: true,
      password: {
        hash: async (password) => hashOf(password),
        verify: async ({ hash, password }) => hash === hashOf(password),
      },
    },
    plugins: [jwt()],
    telemetry: { enabled: false },
  });
  await auth.api.signUpEmail({ body: { name: 'Ada', email: account.username, password: account.password } });
  const keys = createLocalJWKSet(await auth.api.getJwks());
  const authHandler = toNodeHandler(auth);

  const items = async (request, response) => {
    const [, token = ''] = (request.headers.authorization ?? '').split(' ');
    const verified = await jwtVerify(token, keys, { issuer: url, audience: url }).catch(() => null);
    response.writeHead(verified === null ? 401 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(verified === null ? { error: 'no valid token' } : { owner: verified.payload.email }));
  };
  return (request, response) => {
    if (request.url.startsWith('/api/auth/')) return authHandler(request, response);
    if (request.url === '/api/items') return items(request, response);
    return response.writeHead(404).end();
  };
}

await serve(handlerFor);
