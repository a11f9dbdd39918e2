import { html, json, type ShownServer } from './contract.ts';

/** Django with DEBUG = False. */
const notFound = () => html(404, '<!doctype html><html lang="en"><head><title>Not Found</title></head></html>');
const required = ['This field is required.'];

/** Responses as seen on a server with SimpleJWT 5.2. */
export const simplejwt: ShownServer = {
  stack: 'simplejwt',
  title: 'Django REST framework + SimpleJWT',
  routes: {
    'POST /api/token/': json(400, { username: required, password: required }),
    'POST form /api/token/': json(415, {
      detail: 'Unsupported media type "application/x-www-form-urlencoded" in request.',
    }),
    'GET /api/token/': json(405, { detail: 'Method "GET" not allowed.' }),
    'POST /api/token/refresh/': json(400, { refresh: required }),
    'POST /api/token/blacklist/': json(400, { refresh: required }),
    'GET /api/me/': json(401, { detail: 'Authentication credentials were not provided.' }),
  },
  otherwise: notFound,
};

/** The serializers LoginSerializer and CookieTokenRefreshSerializer of dj_rest_auth. */
export const djRestAuth: ShownServer = {
  stack: 'dj-rest-auth',
  title: 'dj-rest-auth with JWT',
  routes: {
    'POST /dj-rest-auth/login/': json(400, { password: required }),
    'POST /dj-rest-auth/token/refresh/': json(401, {
      detail: 'No valid refresh token found.',
      code: 'token_not_valid',
    }),
    'GET /dj-rest-auth/user/': json(401, { detail: 'Authentication credentials were not provided.' }),
  },
  otherwise: notFound,
};
