import { html, json, type Shown, type ShownServer } from './contract.ts';
import { fastapiWithJsonLogin } from './python.ts';

const none = (title: string, otherwise: ShownServer['otherwise'], routes: ShownServer['routes'] = {}): ShownServer => ({
  stack: null,
  title,
  routes,
  otherwise,
});

/** Express 4 and 5 in production. */
const cannot = (method: string, path: string): Shown =>
  html(404, `<!DOCTYPE html>\n<html lang="en">\n<body>\n<pre>Cannot ${method} ${path}</pre>\n</body>\n</html>\n`);

const expressDefault: ShownServer['otherwise'] = ({ method, path }) => cannot(method, path);

/** Servers that have none of the catalogue's stacks. */
export const otherServers: readonly ShownServer[] = [
  none('a gateway that answers 401 everywhere', () => json(401, { message: 'Unauthorized' })),
  none('a gateway that answers 401 with the path and the time', ({ path }) =>
    json(401, { timestamp: '2026-01-01T00:00:00Z', status: 401, error: 'Unauthorized', path }),
  ),
  none('a single-page application that answers its page everywhere', () =>
    html(200, '<!doctype html><html><body><div id="root"></div><script src="/a.js"></script></body></html>'),
  ),
  none('a proxy that refuses everything with 403', () => json(403, { error: 'forbidden' })),
  none('a proxy without an upstream, 404 in JSON everywhere', () => json(404, { error: 'not found' })),
  none('a server that fails everywhere', () => html(500, '<h1>Internal Server Error</h1>')),
  none('a server that redirects everything to its login', () => ({
    status: 302,
    headers: { location: '/login' },
  })),
  none('a server with Basic authentication', () =>
    html(401, '<h1>401 Authorization Required</h1>', { headers: { 'www-authenticate': 'Basic realm="private"' } }),
  ),
  none('an Express server with a JSON login at /auth/login', expressDefault, {
    'POST /auth/login': json(401, { message: 'Invalid credentials' }),
    'POST /auth/refresh': json(401, { message: 'No refresh token' }),
  }),
  none('an Express server with a JSON login at /login', expressDefault, {
    'POST /login': json(400, { error: 'email and password are required' }),
    'POST /refresh': json(401, { error: 'no token' }),
  }),
  none(
    'a Nest server with a validated login',
    ({ method, path }) => json(404, { message: `Cannot ${method} ${path}`, error: 'Not Found', statusCode: 404 }),
    {
      'POST /auth/login': json(400, {
        message: ['email must be an email', 'password should not be empty'],
        error: 'Bad Request',
        statusCode: 400,
      }),
    },
  ),
  none('an Apollo GraphQL server', ({ path }) => cannot('POST', path), {
    'POST /graphql': json(400, {
      errors: [{ message: 'POST body missing', extensions: { code: 'BAD_REQUEST' } }],
    }),
  }),
  none('a server that answers every login path with 422', () => json(422, { errors: { email: ['is required'] } })),
  fastapiWithJsonLogin,
  none('a Flask server that requires a token everywhere', () => json(401, { msg: 'Missing Authorization Header' })),
  none('a Rails server that requires a session everywhere', () =>
    json(401, { error: 'You need to sign in or sign up before continuing.' }),
  ),
  none('a portal that shows its login page everywhere', () =>
    html(
      200,
      '<form action="/portal" method="post"><input name="username"><input name="password" type="password"></form>',
    ),
  ),
  none('a server with Django admin alone', () => html(404, '<h1>Not Found</h1>'), {
    'GET /admin/login/': html(
      200,
      '<form method="post"><input type="hidden" name="csrfmiddlewaretoken" value="m1"><input name="username"><input name="password" type="password"></form>',
    ),
  }),
  none('a login form with a CSRF field of another framework', expressDefault, {
    'GET /login': html(
      200,
      '<form method="post"><input type="hidden" name="_csrf" value="t"><input name="username"><input name="password" type="password"></form>',
    ),
  }),
  none('an API with its identity elsewhere, which serves a discovery document of that', expressDefault, {
    'GET /.well-known/openid-configuration': json(200, {
      issuer: 'http://localhost:3000',
      token_endpoint: 'https://login.example.com/token',
    }),
  }),
  none('a server that describes tokens of another origin in OpenAPI', expressDefault, {
    'GET /openapi.json': json(200, {
      paths: { '/items': { get: {} } },
      components: {
        securitySchemes: {
          o: { type: 'oauth2', flows: { password: { tokenUrl: 'https://login.example.com/token' } } },
        },
      },
    }),
  }),
  none('Django REST framework with its own token at /api/token/', () => html(404, '<h1>Not Found</h1>'), {
    'POST /api/token/': json(400, {
      username: ['This field is required.'],
      password: ['This field is required.'],
    }),
  }),
];
