import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

/** How a server of cookies treats them. */
export interface CookieHabits {
  readonly attributes: string;
  /** Refuses a change of the session with the Origin of another site. */
  readonly checksOrigin: boolean;
  readonly compresses: boolean;
  /** Repeats the parameter `q` in each response with a token. */
  readonly repeats: boolean;
}

/**
 * POST /auth/login and /auth/refresh: an access token in JSON and a rotated refresh token in a cookie. POST /login and /logout: a
 * session in a cookie, and another cookie beside it. GET /me takes either.
 */
export async function startCookieServer(habits: CookieHabits) {
  const live = new Set<string>();
  const fresh = (): string => {
    const id = randomUUID();
    live.add(id);
    return id;
  };
  let signIns = 0;
  const tokens = ({ request, query }: Asked): Reply => ({
    status: 200,
    body: JSON.stringify({ accessToken: fresh(), ...(habits.repeats ? { q: query.get('q') } : {}) }),
    cookies: [`refreshToken=${fresh()}; Path=/auth; ${habits.attributes}`],
    gzip: habits.compresses && request.headers['accept-encoding'] === 'gzip',
  });
  const routes: Readonly<Record<string, (asked: Asked) => Reply>> = {
    'POST /auth/login': (asked) => {
      signIns += 1;
      return tokens(asked);
    },
    'POST /auth/refresh': (asked) => (live.delete(asked.cookies.get('refreshToken') ?? '') ? tokens(asked) : refused),
    'POST /login': () => ({
      ...redirect('/home'),
      cookies: ['theme=dark; Max-Age=31536000', `sid=${fresh()}; ${habits.attributes}`],
    }),
    'POST /logout': ({ cookies }) => {
      live.delete(cookies.get('sid') ?? '');
      return redirect('/login');
    },
    'GET /me': ({ request, cookies }) =>
      live.has((request.headers.authorization ?? '').replace('Bearer ', '')) || live.has(cookies.get('sid') ?? '')
        ? { status: 200, body: '{"id":1}' }
        : refused,
  };
  const replyTo = (asked: Asked): Reply => {
    const { method, headers } = asked.request;
    if (method !== 'GET' && headers.origin !== undefined && habits.checksOrigin) return { status: 403, body: '{}' };
    return (routes[`${method} ${asked.path}`] ?? (() => ({ status: 404, body: '{}' })))(asked);
  };
  const server = createServer((request, response) => {
    request.resume().once('end', () => send(response, replyTo(askedBy(request))));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    signIns: () => signIns,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

interface Asked {
  readonly request: IncomingMessage;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly cookies: ReadonlyMap<string, string>;
}

interface Reply {
  readonly status: number;
  readonly body: string;
  readonly cookies?: readonly string[];
  readonly location?: string;
  readonly gzip?: boolean;
}

const refused: Reply = { status: 401, body: '{}' };
const redirect = (location: string): Reply => ({ status: 302, body: '', location });

function askedBy(request: IncomingMessage): Asked {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const pairs = (request.headers.cookie ?? '').split('; ').map((pair) => pair.split('=') as [string, string]);
  return { request, path: pathname, query: searchParams, cookies: new Map(pairs) };
}

function send(response: ServerResponse, { status, body, cookies, location, gzip }: Reply): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    ...(cookies === undefined ? {} : { 'set-cookie': [...cookies] }),
    ...(location === undefined ? {} : { location }),
    ...(gzip === true ? { 'content-encoding': 'gzip' } : {}),
  });
  response.end(gzip === true ? gzipSync(body) : body);
}
