import type { Values } from '../../src/flows/contract.ts';
import { json, type Scripted } from '../flows/fixtures/contract.ts';

const basic = `Basic ${Buffer.from('web:s3cret').toString('base64')}`;
export const pair = json({ access_token: 'A', refresh_token: 'R', expires_in: 900 });
const account = 'username=ada&password=p+w';
const user = json({ user: { name: 'ada' }, expires: '2026-01-01T00:00:00.000Z' });

/** The requests of one stack, each as its line, body, Authorization and cookies, and the session of the sign-in. */
export interface Row {
  readonly login: readonly string[];
  readonly answers: readonly Scripted[];
  readonly values: Values;
  readonly cookies?: readonly string[];
  readonly refresh?: string;
  readonly logout?: readonly string[];
}

export const rows: Readonly<Record<string, Row>> = {
  oidc: {
    login: [`POST /t grant_type=password&${account}&scope=openid ${basic}`],
    answers: [pair],
    values: { access: 'A', refresh: 'R', lifetimeS: 900 },
    refresh: `POST /t grant_type=refresh_token&refresh_token=R ${basic}`,
    logout: [`POST /r token=R&token_type_hint=refresh_token ${basic}`],
  },
  'oauth-client-credentials': {
    login: [`POST /t grant_type=client_credentials ${basic}`],
    answers: [json({ access_token: 'A', expires_in: 300 })],
    values: { access: 'A', lifetimeS: 300 },
  },
  keycloak: {
    login: [`POST /t grant_type=password&${account}&scope=openid ${basic}`],
    answers: [pair],
    values: { access: 'A', refresh: 'R', lifetimeS: 900 },
    refresh: `POST /t grant_type=refresh_token&refresh_token=R ${basic}`,
    logout: [`POST /r token=R&token_type_hint=refresh_token ${basic}`],
  },
  'spring-authorization-server': {
    login: [`POST /t grant_type=client_credentials ${basic}`],
    answers: [json({ access_token: 'A', expires_in: 299 })],
    values: { access: 'A', lifetimeS: 299 },
  },
  'django-oauth-toolkit': {
    login: [`POST /o/token/ grant_type=password&${account} ${basic}`],
    answers: [pair],
    values: { access: 'A', refresh: 'R', lifetimeS: 900 },
    refresh: `POST /o/token/ grant_type=refresh_token&refresh_token=R ${basic}`,
    logout: [`POST /o/revoke_token/ token=R&token_type_hint=refresh_token ${basic}`],
  },
  supabase: {
    login: ['POST /auth/v1/token?grant_type=password {"email":"ada","password":"p w"}'],
    answers: [pair],
    values: { access: 'A', refresh: 'R', lifetimeS: 900 },
    refresh: 'POST /auth/v1/token?grant_type=refresh_token {"refresh_token":"R"}',
    logout: ['POST /auth/v1/logout Bearer A'],
  },
  'firebase-emulator': {
    login: [
      'POST /identitytoolkit.googleapis.com/v1/accounts:signInWithPassword?key=whyslow {"email":"ada","password":"p w","returnSecureToken":true}',
    ],
    answers: [json({ idToken: 'A', refreshToken: 'R', expiresIn: '3600' })],
    values: { access: 'A', refresh: 'R', lifetimeS: '3600' },
    refresh: 'POST /securetoken.googleapis.com/v1/token?key=whyslow grant_type=refresh_token&refresh_token=R',
  },
  strapi: {
    login: ['POST /api/auth/local {"identifier":"ada","password":"p w"}'],
    answers: [json({ jwt: 'A', refreshToken: 'R', user: { id: 1 } })],
    values: { access: 'A', refresh: 'R' },
    refresh: 'POST /api/auth/refresh {"refreshToken":"R"}',
    logout: ['POST /api/auth/logout {"refreshToken":"R"} Bearer A'],
  },
  fastapi: {
    login: [`POST /token grant_type=password&${account}`],
    answers: [json({ access_token: 'A', token_type: 'bearer' })],
    values: { access: 'A' },
  },
  'fastapi-users': {
    login: [`POST /auth/jwt/login ${account}`],
    answers: [json({ access_token: 'A', token_type: 'bearer' })],
    values: { access: 'A' },
    logout: ['POST /auth/jwt/logout Bearer A'],
  },
  'flask-jwt-extended': {
    login: ['POST /login {"username":"ada","email":"ada","password":"p w"}'],
    answers: [json({ access_token: 'A', refresh_token: 'R' })],
    values: { access: 'A', refresh: 'R' },
    refresh: 'POST /refresh Bearer R',
    logout: ['DELETE /logout Bearer A', 'DELETE /logout Bearer R'],
  },
  'laravel-jwt-auth': {
    login: ['POST /api/auth/login {"email":"ada","password":"p w"}'],
    answers: [json({ access_token: 'A', token_type: 'bearer', expires_in: 3_600 })],
    values: { access: 'A', refresh: 'A', lifetimeS: 3_600 },
    refresh: 'POST /api/auth/refresh Bearer A',
    logout: ['POST /api/auth/logout Bearer A'],
  },
  'laravel-sanctum': {
    login: [
      'GET /sanctum/csrf-cookie',
      'POST /login {"email":"ada","password":"p w"} XSRF-TOKEN=a%3D; laravel_session=1',
    ],
    answers: [
      { status: 204, setCookies: ['XSRF-TOKEN=a%3D; path=/', 'laravel_session=1; path=/; httponly'] },
      { status: 204, setCookies: ['XSRF-TOKEN=b%3D; path=/', 'laravel_session=2; path=/; httponly'] },
    ],
    values: { xsrf: 'b=' },
    cookies: ['XSRF-TOKEN=b%3D', 'laravel_session=2'],
    logout: ['POST /logout XSRF-TOKEN=b%3D; laravel_session=2'],
  },
  'better-auth': {
    login: ['POST /api/auth/sign-in/email {"email":"ada","password":"p w"}'],
    answers: [{ ...user, setCookies: ['better-auth.session_token=s.sig; Path=/; HttpOnly'] }],
    values: {},
    cookies: ['better-auth.session_token=s.sig'],
    logout: ['POST /api/auth/sign-out {} better-auth.session_token=s.sig'],
  },
  authjs: {
    login: [
      'GET /api/auth/csrf',
      'POST /api/auth/callback/credentials csrfToken=C&username=ada&email=ada&password=p+w&callbackUrl=http%3A%2F%2Flocalhost%3A1%2F&json=true csrf=C',
      'GET /api/auth/session csrf=C; authjs.session-token=s',
    ],
    answers: [
      { ...json({ csrfToken: 'C' }), setCookies: ['csrf=C; Path=/'] },
      { status: 302, headers: { location: '/' }, setCookies: ['authjs.session-token=s; Path=/; HttpOnly'] },
      user,
    ],
    values: {},
    cookies: ['csrf=C', 'authjs.session-token=s'],
    logout: [
      'GET /api/auth/csrf csrf=C; authjs.session-token=s',
      'POST /api/auth/signout csrfToken=C&callbackUrl=http%3A%2F%2Flocalhost%3A1%2F&json=true authjs.session-token=s; csrf=C',
    ],
  },
  'devise-jwt': {
    login: ['POST /users/sign_in {"user":{"email":"ada","password":"p w"}}'],
    answers: [{ headers: { authorization: 'Bearer A' } }],
    values: { access: 'A' },
    logout: ['DELETE /users/sign_out Bearer A'],
  },
  'django-session': {
    login: [
      'GET /accounts/login/',
      'POST /accounts/login/ csrfmiddlewaretoken=m1&username=ada&password=p+w&next=%2F csrftoken=c1',
    ],
    answers: [
      { setCookies: ['csrftoken=c1; Path=/'], body: '<input type="hidden" name="csrfmiddlewaretoken" value="m1">' },
      {
        status: 302,
        headers: { location: '/' },
        setCookies: ['csrftoken=c2; Path=/', 'sessionid=s; Path=/; HttpOnly'],
      },
    ],
    values: {},
    cookies: ['csrftoken=c2', 'sessionid=s'],
    logout: ['POST /accounts/logout/ csrftoken=c2; sessionid=s'],
  },
  'express-cookie': {
    login: ['POST /auth/login {"username":"ada","email":"ada","password":"p w"}'],
    answers: [{ ...json({ accessToken: 'A' }), setCookies: ['refreshToken=R; Path=/auth; HttpOnly'] }],
    values: { access: 'A', refresh: 'R' },
    cookies: ['refreshToken=R'],
    refresh: 'POST /auth/refresh refreshToken=R',
    logout: ['POST /auth/logout Bearer A refreshToken=R'],
  },
  'session-cookie': {
    login: ['POST /login username=ada&email=ada&password=p+w'],
    answers: [{ status: 302, headers: { location: '/' }, setCookies: ['sid=s; Path=/; HttpOnly'] }],
    values: {},
    cookies: ['sid=s'],
    logout: ['POST /logout sid=s'],
  },
};
