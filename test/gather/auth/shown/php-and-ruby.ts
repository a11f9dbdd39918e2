import { html, json, type ShownServer } from './contract.ts';

const laravelNotFound: ShownServer['otherwise'] = ({ path }) =>
  json(404, { message: `The route ${path.slice(1)} could not be found.` });

/** Laravel 12: vendor/laravel/framework/src/Illuminate/Routing/AbstractRouteCollection.php. */
const postOnly = (route: string) =>
  json(405, { message: `The GET method is not supported for route ${route}. Supported methods: POST.` });

/** laravel/sanctum 4: src/Http/Controllers/CsrfCookieController.php. */
export const laravelSanctum: ShownServer = {
  stack: 'laravel-sanctum',
  title: 'Laravel Sanctum with Breeze',
  routes: {
    'GET /sanctum/csrf-cookie': {
      status: 204,
      setCookies: ['XSRF-TOKEN=eyJpdiI6Ik%3D; path=/; samesite=lax', 'laravel_session=s1; path=/; httponly'],
    },
    'POST /login': json(419, { message: 'CSRF token mismatch.' }),
    'GET /login': postOnly('login'),
    'GET /api/user': json(401, { message: 'Unauthenticated.' }),
  },
  otherwise: laravelNotFound,
};

/** PHP-Open-Source-Saver/jwt-auth 2, docs/quick-start.md. */
export const laravelJwtAuth: ShownServer = {
  stack: 'laravel-jwt-auth',
  title: 'Laravel with jwt-auth',
  routes: {
    'GET /api/auth/login': postOnly('api/auth/login'),
    'GET /api/auth/refresh': postOnly('api/auth/refresh'),
    'POST /api/auth/login': json(401, { error: 'Unauthorized' }),
    'POST /api/auth/refresh': json(401, { message: 'Unauthenticated.' }),
    'POST /api/auth/me': json(401, { message: 'Unauthenticated.' }),
  },
  otherwise: laravelNotFound,
};

/** Devise 4.9: config/locales/en.yml and lib/devise/failure_app.rb. */
export const deviseJwt: ShownServer = {
  stack: 'devise-jwt',
  title: 'Rails with devise-jwt',
  routes: {
    'POST /users/sign_in': json(401, { error: 'You need to sign in or sign up before continuing.' }),
    'POST form /users/sign_in': json(401, { error: 'You need to sign in or sign up before continuing.' }),
  },
  otherwise: () =>
    html(404, "<!DOCTYPE html><html><head><title>The page you were looking for doesn't exist</title></head></html>"),
};
