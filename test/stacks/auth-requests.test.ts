import { expect, test } from 'vitest';
import { compileFlow } from '../../src/flows/compile.ts';
import type { Flow, Fresh, Session } from '../../src/flows/contract.ts';
import { emptySession } from '../../src/flows/interpreter.ts';
import { perform } from '../../src/flows/perform.ts';
import { rightResponses } from '../../src/flows/right-response.ts';
import { namesOf } from '../../src/flows/workload.ts';
import type { HttpRequest, HttpResponse } from '../../src/model/http.ts';
import { authStacks } from '../../src/stacks/auth/index.ts';
import { suiteContext } from '../load/measured.ts';

const fresh: Fresh = { n: 1, uuid: '', nowMs: 0 };
const bind = { token_path: '/t', userinfo_path: '/u', revocation_path: '/r', refresh_path: '/refresh' };
const site = { ...suiteContext.site, env: { SUPABASE_ANON_KEY: 'anon' }, client: { id: 'web', secret: 's3cret' } };

let issued = 0;

/** Performs a flow against right responses. @returns its requests, each with how it shows the session. */
async function requestsOf(flow: Flow, before: Session, stackBind: Readonly<Record<string, string>>) {
  issued += 1;
  const compiled = compileFlow(flow);
  const responses = rightResponses(compiled, String(issued));
  const sent: HttpRequest[] = [];
  const done = await perform(compiled, before, {
    names: namesOf({ ...site, bind: { ...bind, ...stackBind } }, { username: 'ada', password: 'pw' }),
    fresh,
    send: async (request) => {
      const right = responses[sent.push(request) - 1];
      if (right === undefined) throw new Error('more requests than steps');
      return { answered: true, response: responseOf(right) };
    },
  });
  if (!done.right) throw new Error(done.because);
  return { session: done.session, lines: sent.map(lineOf) };
}

function responseOf({ status, headers, body }: ReturnType<typeof rightResponses>[number]): HttpResponse {
  const isCookie = ([name]: readonly [string, string]): boolean => name === 'set-cookie';
  return {
    status,
    headers: Object.fromEntries(headers.filter((header) => !isCookie(header))),
    setCookies: headers.filter(isCookie).map(([, value]) => value),
    body,
  };
}

/** The token that a request shows is named by its place in the session. */
function lineOf({ method, path, headers }: HttpRequest): string {
  const kind = headers['authorization']?.split(' ')[0];
  return `${method} ${path}${kind === undefined ? '' : ` ${kind}`}`;
}

/** The requests of login, refresh and logout. Null for a flow that the stack does not have. */
const expected: Readonly<Record<string, readonly [string, string | null, string | null]>> = {
  simplejwt: ['POST /api/token/', 'POST /api/token/refresh/', 'POST /api/token/blacklist/ Bearer'],
  'dj-rest-auth': [
    'POST /dj-rest-auth/login/',
    'POST /dj-rest-auth/token/refresh/',
    'POST /dj-rest-auth/logout/ Bearer',
  ],
  directus: ['POST /auth/login', 'POST /auth/refresh', 'POST /auth/logout Bearer'],
  'better-auth': ['POST /api/auth/sign-in/email', null, 'POST /api/auth/sign-out'],
  authjs: [
    'GET /api/auth/csrf, POST /api/auth/callback/credentials, GET /api/auth/session',
    null,
    'GET /api/auth/csrf, POST /api/auth/signout',
  ],
  strapi: ['POST /api/auth/local', 'POST /api/auth/refresh', 'POST /api/auth/logout Bearer'],
  supabase: [
    'POST /auth/v1/token?grant_type=password',
    'POST /auth/v1/token?grant_type=refresh_token',
    'POST /auth/v1/logout Bearer',
  ],
  'firebase-emulator': [
    'POST /identitytoolkit.googleapis.com/v1/accounts:signInWithPassword?key=whyslow',
    'POST /securetoken.googleapis.com/v1/token?key=whyslow',
    null,
  ],
  'laravel-jwt-auth': ['POST /api/auth/login', 'POST /api/auth/refresh Bearer', 'POST /api/auth/logout Bearer'],
  'devise-jwt': ['POST /users/sign_in', null, 'DELETE /users/sign_out Bearer'],
  'flask-jwt-extended': ['POST /login', 'POST /refresh Bearer', 'DELETE /logout Bearer, DELETE /logout Bearer'],
  'fastapi-users': ['POST /auth/jwt/login', null, 'POST /auth/jwt/logout Bearer'],
  fastapi: ['POST /token', 'POST /refresh', null],
  'aspnet-identity': ['POST /login', 'POST /refresh', null],
  'django-oauth-toolkit': ['POST /o/token/ Basic', 'POST /o/token/ Basic', 'POST /o/revoke_token/ Basic'],
  keycloak: ['POST /t Basic', 'POST /t Basic', 'POST /r Basic'],
  'spring-authorization-server': ['POST /t Basic', null, null],
  oidc: ['POST /t Basic', 'POST /t Basic', 'POST /r Basic'],
  'oauth-client-credentials': ['POST /t Basic', null, null],
  'laravel-sanctum': ['GET /sanctum/csrf-cookie, POST /login', null, 'POST /logout'],
  'django-session': ['GET /accounts/login/, POST /accounts/login/', null, 'POST /accounts/logout/'],
  'session-cookie': ['POST /login', null, 'POST /logout'],
  'express-cookie': ['POST /auth/login', 'POST /auth/refresh', 'POST /auth/logout Bearer'],
};

test.each(authStacks.map((stack) => [stack.id, stack] as const))(
  '%s signs in, refreshes and signs out with these requests',
  async (id, { login, refresh, logout, bind: own = {} }) => {
    const begun = await requestsOf(login, emptySession, own);
    const cookie = { name: 'csrftoken', value: 'c1', path: '/', expiresAtMs: Infinity };
    const session = { ...begun.session, cookies: [...begun.session.cookies, cookie] };
    const linesOf = async (flow: Flow | null) =>
      flow === null ? null : (await requestsOf(flow, session, own)).lines.join(', ');
    expect([begun.lines.join(', '), await linesOf(refresh), await linesOf(logout)]).toEqual(expected[id]);
  },
);
