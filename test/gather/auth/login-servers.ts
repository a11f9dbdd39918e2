import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { serveHttp } from '../real-servers.ts';

/** One request as a server got it. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** The parsed body where its content type says JSON or a form; else empty. */
  readonly json: Readonly<Record<string, unknown>>;
  readonly form: URLSearchParams;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export type Respond = (request: Received) => Reply | null;

const NOT_FOUND: Reply = { status: 404, headers: { 'content-type': 'text/html' }, body: '<pre>Cannot find it</pre>' };

/** A server on loopback; null is its 404. `received` has every request. */
export async function serve(respond: Respond): Promise<{ readonly port: number; readonly received: Received[] }> {
  const received: Received[] = [];
  const port = await serveHttp((request, response) => void answer(request, response));
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const got = receivedFrom(request, await text(request));
    received.push(got);
    const { status, headers = {}, body = '' } = respond(got) ?? NOT_FOUND;
    response.writeHead(status, headers).end(body);
  }
  return { port, received };
}

function receivedFrom({ method = '', url = '', headers }: IncomingMessage, body: string): Received {
  const type = headers['content-type'] ?? '';
  const isJson = type.includes('json') && body !== '';
  return {
    method,
    path: url.replace(/\?.*$/, ''),
    headers,
    body,
    json: isJson ? (JSON.parse(body) as Received['json']) : {},
    form: new URLSearchParams(type.includes('urlencoded') ? body : ''),
  };
}

export const json = (status: number, value: unknown, headers: Reply['headers'] = {}): Reply => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(value),
});

export const html = (status: number, body: string, headers: Reply['headers'] = {}): Reply => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8', ...headers },
  body,
});

const isAda = (name: unknown, password: unknown): boolean => name === 'ada' && password === PASSWORD;

export const PASSWORD = 'hunter2-on-loopback';

/** A JSON login at one path, like Express has it: `email and password required`, then 401, then the token. */
export const jsonLogin =
  (
    path: string,
    names: readonly [username: string, password: string],
    refusal: (missing: readonly string[]) => Reply,
  ): Respond =>
  (request) => {
    if (request.path !== path) return null;
    if (request.method !== 'POST') return { status: 405 };
    const missing = names.filter((name) => request.json[name] === undefined);
    if (missing.length > 0) return refusal(missing);
    const [name, password] = names.map((each) => request.json[each]);
    return isAda(name, password) ? json(200, { token: 'T' }) : json(401, { error: 'Invalid credentials' });
  };

/** A page with a form and a CSRF token, whose cookie and field have to match. */
export const csrfForm: Respond = (request) => {
  if (request.path === '/') return { status: 302, headers: { location: '/members/enter' } };
  if (request.path !== '/members/enter') return null;
  if (request.method === 'POST') return csrfLogin(request);
  return html(
    200,
    '<form method="post"><input type="hidden" name="_csrf" value="c-4f1d0a"><input name="username">' +
      '<input type="password" name="password"></form>',
    { 'set-cookie': 'csrf=c-4f1d0a; Path=/; HttpOnly' },
  );
};

function csrfLogin({ headers: { cookie = '' }, form }: Received): Reply {
  const hasToken = form.get('_csrf') === 'c-4f1d0a' && cookie.includes('csrf=c-4f1d0a');
  if (!hasToken) return html(403, '<h1>CSRF verification failed</h1>');
  if (!isAda(form.get('username'), form.get('password'))) return html(200, '<h1>Log in</h1>');
  return { status: 302, headers: { location: '/home', 'set-cookie': 'sid=S; Path=/; HttpOnly' } };
}

/** FastAPI with `OAuth2PasswordRequestForm`, whose documents are switched off. */
export const fastApi: Respond = ({ method, path, form }) => {
  if (path !== '/token') return json(404, { detail: 'Not Found' });
  if (method !== 'POST') return json(405, { detail: 'Method Not Allowed' });
  const missing = ['username', 'password'].filter((name) => !form.has(name));
  if (missing.length > 0) {
    return json(422, {
      detail: missing.map((name) => ({ type: 'missing', loc: ['body', name], msg: 'Field required', input: null })),
    });
  }
  return isAda(form.get('username'), form.get('password'))
    ? json(200, { access_token: 'T', token_type: 'bearer' })
    : json(400, { detail: 'Incorrect username or password' });
};

/** Django REST framework, which redirects to the path with a slash. */
export const drf: Respond = (request) => {
  if (request.path === '/api/users/login') return { status: 301, headers: { location: '/api/users/login/' } };
  const required = ['This field is required.'];
  return jsonLogin('/api/users/login/', ['email', 'password'], (missing) =>
    json(400, Object.fromEntries(missing.map((name) => [name, required]))),
  )(request);
};
