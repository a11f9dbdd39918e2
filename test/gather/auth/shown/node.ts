import { html, json, type ShownServer } from './contract.ts';

/** Strapi 5: packages/plugins/users-permissions/server/controllers/validation/auth.js, core middlewares/errors.js. */
export const strapi: ShownServer = {
  stack: 'strapi',
  title: 'Strapi',
  routes: {
    'POST /api/auth/local': json(400, {
      data: null,
      error: {
        status: 400,
        name: 'ValidationError',
        message: '2 errors occurred',
        details: {
          errors: [{ path: ['identifier'], message: 'identifier is a required field', name: 'ValidationError' }],
        },
      },
    }),
    'POST /api/auth/refresh': json(400, {
      data: null,
      error: { status: 400, name: 'ValidationError', message: 'refreshToken is required', details: {} },
    }),
  },
  otherwise: ({ method }) =>
    method === 'GET'
      ? json(404, { data: null, error: { status: 404, name: 'NotFoundError', message: 'Not Found', details: {} } })
      : { status: 405, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'Method Not Allowed' },
};

/** better-auth 1.4: packages/better-auth/src/api/routes/ok.ts, better-call/src/validator.ts. */
export const betterAuth: ShownServer = {
  stack: 'better-auth',
  title: 'better-auth',
  routes: {
    'GET /api/auth/ok': json(200, { ok: true }),
    'POST /api/auth/sign-in/email': json(400, {
      code: 'VALIDATION_ERROR',
      message:
        '[body.email] Invalid input: expected string, received undefined; [body.password] Invalid input: expected string, received undefined',
    }),
    'GET /api/auth/get-session': json(200, null),
  },
  otherwise: () => ({ status: 404 }),
};

/** Auth.js 5: packages/core/src/lib/actions/providers.ts and csrf-token.ts. Unknown actions are 400 with a text. */
export const authjs: ShownServer = {
  stack: 'authjs',
  title: 'Auth.js with credentials',
  bind: { auth_base: '/api/auth', provider: 'credentials' },
  routes: {
    'GET /api/auth/providers': json(200, {
      github: { id: 'github', name: 'GitHub', type: 'oauth', signinUrl: 'x', callbackUrl: 'y' },
      credentials: {
        id: 'credentials',
        name: 'Credentials',
        type: 'credentials',
        signinUrl: 'http://localhost:3000/api/auth/signin/credentials',
        callbackUrl: 'http://localhost:3000/api/auth/callback/credentials',
      },
    }),
    'GET /api/auth/csrf': {
      ...json(200, { csrfToken: 'd1'.repeat(32) }),
      setCookies: ['authjs.csrf-token=d1%7Cd2; Path=/; HttpOnly; SameSite=Lax'],
    },
    'GET /api/auth/session': json(200, null),
  },
  otherwise: ({ path }) =>
    path.startsWith('/api/auth/')
      ? { status: 400, headers: { 'content-type': 'text/plain' }, body: 'Bad request.' }
      : html(404, '<!DOCTYPE html><html><head><title>404: This page could not be found.</title></head></html>'),
};

/** firebase-tools 14: src/emulator/auth/server.ts. */
export const firebaseEmulator: ShownServer = {
  stack: 'firebase-emulator',
  title: 'Firebase Auth emulator',
  routes: {
    'GET /': json(200, {
      authEmulator: {
        ready: true,
        docs: 'https://firebase.google.com/docs/emulator-suite',
        apiSpec: '/emulator/openapi.json',
      },
    }),
  },
  otherwise: ({ path }) =>
    json(404, { error: { code: 404, message: `Path ${path} not found`, errors: [], status: 'NOT_FOUND' } }),
};

/** supabase/cli internal/start/templates/kong.yml; supabase/auth internal/api/verify.go and errors.go. */
export const supabase: ShownServer = {
  stack: 'supabase',
  title: 'Supabase behind its gateway',
  routes: {
    'POST /auth/v1/verify': json(400, {
      code: 400,
      error_code: 'validation_failed',
      msg: 'Verify requires a verification type',
    }),
  },
  otherwise: ({ path }) =>
    path.startsWith('/auth/v1/')
      ? json(401, { message: 'No API key found in request' })
      : json(404, { message: 'no Route matched with those values' }),
};

/** Express with passport-local and express-session, as in its documentation. */
export const sessionCookie: ShownServer = {
  stack: 'session-cookie',
  title: 'a login form of Express',
  routes: {
    'GET /login': html(
      200,
      '<form action="/login" method="post"><input name="username" type="text"><input name="password" type="password"><button>Sign in</button></form>',
    ),
    'POST /login': { status: 302, headers: { location: '/login' } },
  },
  otherwise: ({ method, path }) => html(404, `<!DOCTYPE html><body><pre>Cannot ${method} ${path}</pre></body>`),
};
