import type { HttpResponse } from '../../src/model/http.ts';
import type { Ground, VirtualUser } from '../../src/suites/contract.ts';
import { simplejwt } from '../../src/targets/auth/simplejwt.ts';

/** A token with nothing in it but the claims that are read; the signature is never looked at. */
export const jwt = (claims: Readonly<Record<string, unknown>>): string =>
  ['{"alg":"HS256"}', JSON.stringify(claims), 'signature']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.');

export const ground: Ground = { stack: simplejwt, apiPath: '/api/me/' };

export const userWith = (access: string, refresh: string | null): VirtualUser => ({
  credentials: { username: 'ada', password: 'pass phrase' },
  tokens: { access, refresh },
});

export const answer = (status: number, body: unknown): HttpResponse => ({
  status,
  headers: {},
  setCookies: [],
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
