import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An account of this server. */
export const MEMBER = { email: 'ada@example.org', pass: 'correct-horse-battery-9' } as const;

/** The configuration that describes its login. */
export const COOKIE_AUTH_CONFIG = `
user: ${MEMBER.email}
auth:
  login:
    request: POST /session
    json: { email: "{{username}}", pass: "{{password}}" }
    capture: { access: json:user.token, refresh: cookie:rt }
  refresh:
    request: POST /session/refresh
    capture: { access: json:user.token, refresh: cookie:rt }
  logout: DELETE /session
  api: /me
`;

/** At most so many sign-ins in a window of this length; further ones get 429 with Retry-After. */
export interface LoginLimit {
  readonly signIns: number;
  readonly perMs: number;
}

export interface CookieAuth {
  readonly url: string;
  /** The times of the successful sign-ins. */
  readonly signInsMs: readonly number[];
  stop(): void;
}

/** Signs in by `email` and `pass`, answers an access token in JSON and a rotating refresh token in an httpOnly cookie. */
export async function startCookieAuth(limit: LoginLimit | null = null): Promise<CookieAuth> {
  const signInsMs: number[] = [];
  const [live, access] = [new Set<string>(), new Set<string>()];
  const grant = (response: ServerResponse): void => {
    const [token, rt] = [randomUUID(), randomUUID()];
    access.add(token);
    live.add(rt);
    response.writeHead(200, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'set-cookie': `rt=${rt}; HttpOnly; SameSite=Strict; Path=/session`,
    });
    response.end(JSON.stringify({ user: { token } }));
  };
  const refuse = (response: ServerResponse): void =>
    void response
      .writeHead(401, { 'content-type': 'application/json', 'www-authenticate': 'Bearer' })
      .end('{"error":"no"}');
  const routes: Readonly<Record<string, (asked: Asked, response: ServerResponse) => void>> = {
    'POST /session': ({ body }, response) => {
      const waitMs = limit === null ? 0 : waitMsFor(limit, signInsMs);
      if (waitMs > 0) return void response.writeHead(429, { 'retry-after': String(Math.ceil(waitMs / 1_000)) }).end();
      const given = fieldsOf(body);
      if (given === null)
        return void response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":"no JSON"}');
      if (given['email'] !== MEMBER.email || given['pass'] !== MEMBER.pass) return refuse(response);
      signInsMs.push(Date.now());
      grant(response);
    },
    'POST /session/refresh': ({ rt }, response) => (live.delete(rt) ? grant(response) : refuse(response)),
    'DELETE /session': ({ rt }, response) => {
      live.delete(rt);
      response.writeHead(204).end();
    },
  };
  const me = ({ token }: Asked, response: ServerResponse): void =>
    access.has(token)
      ? void response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
      : refuse(response);
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => (routes[`${request.method} ${request.url}`] ?? me)(askedBy(request, body), response));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    signInsMs,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Until the oldest of the sign-ins that count is out of the window. */
function waitMsFor({ signIns, perMs }: LoginLimit, beforeMs: readonly number[]): number {
  const oldest = beforeMs.at(-signIns);
  return oldest === undefined ? 0 : Math.max(0, oldest + perMs - Date.now());
}

interface Asked {
  readonly body: string;
  readonly rt: string;
  readonly token: string;
}

function askedBy({ headers }: IncomingMessage, body: string): Asked {
  const [, rt = ''] = /(?:^|; )rt=([^;]+)/.exec(headers.cookie ?? '') ?? [];
  return { body, rt, token: (headers.authorization ?? '').replace('Bearer ', '') };
}

/** Null for a body that is no JSON object. */
function fieldsOf(body: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}
