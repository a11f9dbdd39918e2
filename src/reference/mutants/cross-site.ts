import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import type { Reply } from '../http/reply.ts';
import type { Call } from '../routes/contract.ts';
import { refresh } from '../routes/refresh.ts';
import type { Mutant } from './contract.ts';

const NAME = 'rt';

/** The reply of a login or a refresh with its refresh token in a cookie too. */
function withCookie(reply: Reply, token: 'access' | 'refresh', attributes: string): Reply {
  const value = typeof reply.body === 'object' && token in reply.body ? Object.entries(reply.body) : [];
  const [, text] = value.find(([name]) => name === token) ?? [];
  if (typeof text !== 'string') return reply;
  return { ...reply, headers: { ...reply.headers, 'Set-Cookie': `${NAME}=${text}; Path=/api; ${attributes}` } };
}

export const readableCookie: Mutant = {
  id: 'readable-cookie',
  title: 'sets the access token in a cookie that scripts can read',
  breaks: ['cookie-flags'],
  answer: async (_call, _services, route) => withCookie(await route(), 'access', 'SameSite=Lax'),
};

const CROSS_SITE = 'HttpOnly; Secure; SameSite=None';
const cookieIn = ({ request }: Call): string | undefined =>
  /(?:^|; )rt=([^;]+)/.exec(request.headers.cookie ?? '')?.[1];

/** The same call with a JSON body of this server's making. */
function withBody(call: Call, body: object): Call {
  const { method, url, socket } = call.request;
  const headers = { 'content-type': 'application/json' };
  const request = Object.assign(Readable.from([Buffer.from(JSON.stringify(body))]), { method, url, socket, headers });
  return { ...call, request: request as unknown as Call['request'] };
}

export const refreshByCookie: Mutant = {
  id: 'refresh-by-cookie',
  title: 'refreshes for a cookie that every site may send',
  breaks: ['csrf-missing'],
  async answer(call, services, route) {
    const token = cookieIn(call);
    const isPlain = call.request.headers['content-type'] !== 'application/json';
    const byCookie = call.request.url === refresh.path && isPlain && token !== undefined;
    const reply = byCookie ? await refresh.answer(withBody(call, { refresh: token }), services) : await route();
    return withCookie(reply, 'refresh', CROSS_SITE);
  },
};

export const everyOrigin: Mutant = {
  id: 'every-origin',
  title: 'repeats every Origin and allows credentials',
  breaks: ['cors-wildcard-with-credentials'],
  async answer({ request }, _services, route) {
    const reply = await route();
    const { origin } = request.headers;
    if (origin === undefined) return reply;
    const allowed = { 'Access-Control-Allow-Origin': origin, 'Access-Control-Allow-Credentials': 'true' };
    return { ...reply, headers: { ...reply.headers, ...allowed } };
  },
};

export const compressedTokens: Mutant = {
  id: 'compressed-tokens',
  title: 'compresses its tokens together with a parameter of the request',
  breaks: ['compressed-secrets'],
  async answer({ request, query }, _services, route) {
    const reply = withCookie(await route(), 'refresh', CROSS_SITE);
    const body = { ...(typeof reply.body === 'object' ? reply.body : {}), query: query.get('q') };
    if (reply.status !== 200 || request.method !== 'POST') return reply;
    if (request.headers['accept-encoding']?.includes('gzip') !== true) return { ...reply, body };
    const headers = { ...reply.headers, 'Content-Encoding': 'gzip' };
    return { ...reply, body: gzipSync(JSON.stringify(body)), headers };
  },
};
