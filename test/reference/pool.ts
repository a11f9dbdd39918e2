import { Pool } from 'undici';
import { USER, type Pair } from './client.ts';

export interface Reply {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: Record<string, unknown>;
}

/** Concurrent requests over kept-alive connections. fetch would queue them. */
export interface Client {
  refresh(token: string, requestId?: string): Promise<Reply>;
  login(change?: { readonly password?: string; readonly requestId?: string }): Promise<Reply>;
  logout(token: string): Promise<Reply>;
  me(access: string): Promise<Reply>;
  ready(): Promise<Reply>;
  close(): Promise<void>;
}

export function clientOf(url: string, connections: number): Client {
  const pool = new Pool(new URL(url).origin, { connections });
  const post = async (path: string, body: object, requestId?: string): Promise<Reply> => {
    const headers = {
      'content-type': 'application/json',
      ...(requestId === undefined ? {} : { 'x-request-id': requestId }),
    };
    return read(await pool.request({ method: 'POST', path, headers, body: JSON.stringify(body) }));
  };
  return {
    refresh: (refresh, requestId) => post('/api/token/refresh/', { refresh }, requestId),
    login: ({ requestId, ...change } = {}) => post('/api/token/', { ...USER, ...change }, requestId),
    logout: (refresh) => post('/api/token/blacklist/', { refresh }),
    me: async (access) =>
      read(await pool.request({ method: 'GET', path: '/api/me/', headers: { authorization: `Bearer ${access}` } })),
    ready: async () => read(await pool.request({ method: 'GET', path: '/readyz' })),
    close: () => pool.destroy(),
  };
}

async function read(response: Awaited<ReturnType<Pool['request']>>): Promise<Reply> {
  const text = await response.body.text();
  const retryAfter = response.headers['retry-after'];
  return {
    status: response.statusCode,
    retryAfter: typeof retryAfter === 'string' ? retryAfter : null,
    body: text === '' ? {} : JSON.parse(text),
  };
}

export const pairIn = ({ body }: Reply): Pair => ({ access: String(body['access']), refresh: String(body['refresh']) });
