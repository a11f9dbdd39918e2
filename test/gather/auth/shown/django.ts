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

/** django.contrib.auth.views.LoginView with a form of {{ form.as_p }}, and an admin. */
export const djangoSession: ShownServer = {
  stack: 'django-session',
  title: 'Django session login',
  bind: { login_path: '/accounts/login/', logout_path: '/accounts/logout/' },
  routes: {
    'GET /accounts/login/': html(
      200,
      '<form method="post"><input type="hidden" name="csrfmiddlewaretoken" value="m1"><p><input type="text" name="username" autofocus required></p><p><input type="password" name="password" required></p></form>',
      { setCookies: ['csrftoken=c1; Path=/; SameSite=Lax'] },
    ),
    'POST /accounts/login/': html(
      403,
      '<h1>Forbidden <span>(403)</span></h1><p>CSRF verification failed. Request aborted.</p>',
    ),
  },
  otherwise: ({ path }) =>
    path.startsWith('/admin/') ? { status: 302, headers: { location: `/admin/login/?next=${path}` } } : notFound(),
};
