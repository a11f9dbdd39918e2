// Express as in many tutorials: an access token of jsonwebtoken without a jti, and a rotated refresh token in a cookie.
import { randomBytes, randomUUID, scryptSync, timingSafeEqual } from 'node:crypto';
import cookieParser from 'cookie-parser';
import express from 'express';
import jwt from 'jsonwebtoken';
import { account, logRefreshToken, QUICK_HASH, serve } from '../shared/server.mjs';

const secret = randomBytes(32).toString('hex');
const salt = randomBytes(16);
const hashOf = (password) => scryptSync(password, salt, 32, QUICK_HASH);
const users = new Map([[account.username, hashOf(account.password)]]);
const live = new Map();

const app = express();
app.use(express.json());
app.use(cookieParser());
app.use((request, _response, next) => {
  if (request.path === '/auth/refresh') logRefreshToken(request.cookies.refreshToken);
  next();
});

function answerTokens(response, email) {
  const refreshToken = randomUUID();
  live.set(refreshToken, email);
  response.cookie('refreshToken', refreshToken, { httpOnly: true, sameSite: 'strict', path: '/auth', secure: true });
  response.json({ accessToken: jwt.sign({ sub: email }, secret, { expiresIn: '15m' }) });
}

app.post('/auth/login', (request, response) => {
  const { email, password } = request.body ?? {};
  const stored = users.get(email);
  if (stored === undefined || !timingSafeEqual(stored, hashOf(String(password))))
    return response.status(401).json({ message: 'Invalid credentials' });
  return answerTokens(response, email);
});

app.post('/auth/refresh', (request, response) => {
  const presented = request.cookies.refreshToken;
  const email = live.get(presented);
  if (email === undefined) return response.status(401).json({ message: 'Invalid refresh token' });
  live.delete(presented);
  return answerTokens(response, email);
});

app.post('/auth/logout', (request, response) => {
  live.delete(request.cookies.refreshToken);
  response.clearCookie('refreshToken', { path: '/auth' }).sendStatus(204);
});

app.get('/api/profile', (request, response) => {
  const [, token] = (request.get('authorization') ?? '').split(' ');
  try {
    response.json({ email: jwt.verify(token, secret).sub });
  } catch {
    response.status(401).json({ message: 'Unauthorized' });
  }
});

await serve(() => app);
