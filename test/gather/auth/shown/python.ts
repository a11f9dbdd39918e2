import { json, type ShownServer } from './contract.ts';

const notFound = () => json(404, { detail: 'Not Found' });

const missing = (...names: readonly string[]) =>
  json(422, {
    detail: names.map((name) => ({ type: 'missing', loc: ['body', name], msg: 'Field required', input: null })),
  });

const missingBody = json(422, { detail: [{ type: 'missing', loc: ['body'], msg: 'Field required', input: null }] });

const formOf = (operationId: string) => ({
  operationId,
  requestBody: { content: { 'application/x-www-form-urlencoded': { schema: { $ref: '#/components/schemas/Body' } } } },
});

const badCredentials = {
  content: {
    'application/json': { examples: { LOGIN_BAD_CREDENTIALS: { value: { detail: 'LOGIN_BAD_CREDENTIALS' } } } },
  },
};

/** FastAPI 0.115, tutorial "OAuth2 with Password (and hashing), Bearer with JWT tokens". */
export const fastapi: ShownServer = {
  stack: 'fastapi',
  title: 'the tutorial of FastAPI',
  bind: { token_path: '/token', user_path: '/users/me/' },
  routes: {
    'GET /openapi.json': json(200, {
      openapi: '3.1.0',
      info: { title: 'FastAPI', version: '0.1.0' },
      paths: { '/token': { post: formOf('login_for_access_token_token_post') }, '/users/me/': { get: {} } },
      components: {
        securitySchemes: {
          OAuth2PasswordBearer: { type: 'oauth2', flows: { password: { scopes: {}, tokenUrl: 'token' } } },
        },
      },
    }),
    'POST form /token': missing('username', 'password'),
    'POST /token': missing('username', 'password'),
  },
  otherwise: notFound,
};

/** The same without documents, as in production. */
export const fastapiWithoutDocuments: ShownServer = {
  stack: 'fastapi',
  title: 'FastAPI without an OpenAPI document',
  bind: { token_path: '/auth/token' },
  routes: { 'POST form /auth/token': missing('username', 'password') },
  otherwise: notFound,
};

/** The full-stack template of FastAPI, with a refresh of the application. */
export const fastapiWithRefresh: ShownServer = {
  stack: 'fastapi',
  title: 'FastAPI with a refresh, below /api/v1',
  bind: {
    token_path: '/api/v1/login/access-token',
    refresh_path: '/api/v1/login/refresh',
    user_path: '/api/v1/users/me',
  },
  routes: {
    'GET /api/v1/openapi.json': json(200, {
      openapi: '3.1.0',
      paths: {
        '/api/v1/login/access-token': { post: formOf('login-login_access_token') },
        '/api/v1/login/refresh': {
          post: {
            requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Refresh' } } } },
          },
        },
        '/api/v1/users/me': { get: {} },
      },
      components: {
        schemas: { Refresh: { properties: { refresh_token: { type: 'string' } } } },
        securitySchemes: {
          OAuth2PasswordBearer: {
            type: 'oauth2',
            flows: { password: { scopes: {}, tokenUrl: '/login/access-token' } },
          },
        },
      },
    }),
  },
  otherwise: notFound,
};

/** FastAPI Users 14, with the operation ids of FastAPI: fastapi_users/router/auth.py, router/users.py. */
export const fastapiUsers: ShownServer = {
  stack: 'fastapi-users',
  title: 'FastAPI Users',
  alsoShows: ['fastapi'],
  bind: { login_path: '/auth/jwt/login', logout_path: '/auth/jwt/logout', user_path: '/users/me' },
  routes: {
    'GET /openapi.json': json(200, {
      openapi: '3.1.0',
      paths: {
        '/auth/jwt/login': {
          post: { ...formOf('auth_jwt_login_auth_jwt_login_post'), responses: { '400': badCredentials } },
        },
        '/auth/jwt/logout': { post: { operationId: 'auth_jwt_logout_auth_jwt_logout_post' } },
        '/users/me': { get: { operationId: 'users_current_user_users_me_get' } },
      },
      components: {
        securitySchemes: {
          OAuth2PasswordBearer: { type: 'oauth2', flows: { password: { scopes: {}, tokenUrl: 'auth/jwt/login' } } },
        },
      },
    }),
    'POST form /auth/jwt/login': missing('username', 'password'),
    'POST /auth/jwt/login': missing('username', 'password'),
    'POST form /auth/jwt/logout': json(401, { detail: 'Unauthorized' }),
  },
  otherwise: notFound,
};

/** A login whose body is a Pydantic model in JSON is none of these. */
export const fastapiWithJsonLogin: ShownServer = {
  stack: null,
  title: 'a FastAPI server with a JSON login',
  routes: {
    'GET /openapi.json': json(200, {
      openapi: '3.1.0',
      paths: { '/login': { post: { operationId: 'login_login_post' } } },
    }),
    'POST form /login': missingBody,
    'POST /login': missing('email', 'password'),
  },
  otherwise: notFound,
};

/** Flask-JWT-Extended 4: flask_jwt_extended/view_decorators.py, and the documentation's example of refreshing tokens. */
export const flaskJwtExtended: ShownServer = {
  stack: 'flask-jwt-extended',
  title: 'Flask-JWT-Extended',
  bind: { jwt_group: '' },
  routes: {
    'POST /login': json(401, { msg: 'Bad username or password' }),
    'POST /refresh': json(401, { msg: 'Missing Authorization Header' }),
    'GET /protected': json(401, { msg: 'Missing Authorization Header' }),
  },
  otherwise: () => ({
    status: 404,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: '<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n',
  }),
};
