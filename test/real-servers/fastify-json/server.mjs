// Fastify with @fastify/jwt as in its README: both tokens in plain JSON, and a refresh token that stays the same.
import { randomBytes, randomUUID, scryptSync, timingSafeEqual } from 'node:crypto';
import jwt from '@fastify/jwt';
import Fastify from 'fastify';
import { account, logRefreshToken, QUICK_HASH, serve } from '../shared/server.mjs';

const salt = randomBytes(16);
const hashOf = (password) => scryptSync(password, salt, 32, QUICK_HASH);
const users = new Map([[account.username, hashOf(account.password)]]);
const revoked = new Set();

const credentials = {
  type: 'object',
  required: ['username', 'password'],
  properties: { username: { type: 'string' }, password: { type: 'string' } },
};

async function handlerFor() {
  const app = Fastify();
  await app.register(jwt, { secret: randomBytes(32).toString('hex') });
  app.addHook('preHandler', async ({ url, body }) => {
    if (url === '/token/refresh') logRefreshToken(body?.refreshToken);
  });
  const accessFor = (name) => app.jwt.sign({ name }, { expiresIn: '10m' });

  app.post('/login', { schema: { body: credentials } }, async ({ body }, reply) => {
    const stored = users.get(body.username);
    if (stored === undefined || !timingSafeEqual(stored, hashOf(body.password)))
      return reply.code(401).send({ error: 'wrong name or password' });
    const refreshToken = app.jwt.sign({ name: body.username, use: 'refresh', jti: randomUUID() }, { expiresIn: '7d' });
    return { token: accessFor(body.username), refreshToken };
  });

  app.post('/token/refresh', async ({ body }, reply) => {
    const claims = claimsOf(app, body?.refreshToken);
    if (claims?.use !== 'refresh' || revoked.has(claims.jti)) return reply.code(403).send({ error: 'no such session' });
    return { token: accessFor(claims.name) };
  });

  app.post('/logout', async ({ body }, reply) => {
    const claims = claimsOf(app, body?.refreshToken);
    if (claims !== null) revoked.add(claims.jti);
    return reply.code(204).send();
  });

  const authenticate = async (request) => {
    await request.jwtVerify();
  };
  app.get('/items', { onRequest: authenticate }, async () => ({ items: [{ id: 1, name: 'lamp' }] }));

  await app.ready();
  return (request, response) => app.routing(request, response);
}

/** Null for a token that is not valid. */
function claimsOf(app, token) {
  try {
    return app.jwt.verify(token);
  } catch {
    return null;
  }
}

await serve(handlerFor);
