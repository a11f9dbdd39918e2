import { at, textAt } from '../../flows/import/document.ts';
import { atServer } from '../remedy.ts';
import type { AuthStack } from './contract.ts';
import { get, postJson } from './detection.ts';
import { loginFlow, logoutFlow } from './flows.ts';
import { all, mark } from './marks.ts';

/** A request that changes something is refused unless its Origin is a trusted one. */
const headers = { origin: '{{origin}}' };

const sessionPath = '/api/auth/get-session';

/** better-auth with e-mail and password. Its session is a cookie. */
export const betterAuth: AuthStack = {
  id: 'better-auth',
  title: 'better-auth',
  tested: 'real',
  client: 'none',
  detection: all(
    mark(get('/api/auth/ok'), 'answers {"ok":true}', ({ status, json }) => status === 200 && at(json, 'ok') === true),
    mark(
      postJson('/api/auth/sign-in/email'),
      'is refused with a code or a message about [body.email]',
      ({ status, json }) =>
        status >= 400 &&
        (/^[A-Z_]+$/.test(textAt(json, 'code') ?? '') || (textAt(json, 'message') ?? '').includes('[body.email]')),
    ),
  ),
  login: loginFlow({
    id: 'sign-in',
    method: 'POST',
    path: '/api/auth/sign-in/email',
    headers,
    body: { json: { email: '{{username}}', password: '{{password}}' } },
  }),
  refresh: null,
  logout: logoutFlow({ id: 'sign-out', method: 'POST', path: '/api/auth/sign-out', headers, body: { json: {} } }),
  apiPaths: [sessionPath],
  // The route answers null without a session.
  reading: { contains: { [sessionPath]: '"session"' } },
  remedies: {
    'refresh-lifetime-too-long': atServer({
      do: 'shorten the session, in seconds (better-auth)',
      command: 'betterAuth({ session: { expiresIn: 60 * 60 * 12 } })',
    }),
    'sensitive-claims': atServer({
      do: 'write the id alone into the token (JWT plugin of better-auth)',
      command: 'jwt({ jwt: { definePayload: ({ user }) => ({ id: user.id }) } })',
    }),
  },
};
