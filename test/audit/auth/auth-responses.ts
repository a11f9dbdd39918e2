import type { AuthResponses, SeenCookie, SeenResponse, SeenToken } from '../../../src/model/auth-responses.ts';

export const response = (over: Partial<SeenResponse> = {}): SeenResponse => ({
  to: 'sign-in',
  method: 'POST',
  path: '/login',
  status: 200,
  bodyHolds: ['access token'],
  cacheControl: ['no-store'],
  expires: false,
  ...over,
});

export const cookie = (over: Partial<SeenCookie> = {}): SeenCookie => ({
  name: 'rt',
  holds: 'refresh token',
  httpOnly: true,
  secure: true,
  sameSite: 'lax',
  lifetimeS: null,
  ...over,
});

export const token = (over: Partial<SeenToken> = {}): SeenToken => ({
  token: 'access token',
  form: 'jwt',
  exp: 'number',
  statedS: null,
  sensitive: [],
  ...over,
});

/** A server without cookies and without a flaw. */
export const responses = (over: Partial<AuthResponses> = {}): AuthResponses => ({
  responses: [response()],
  cookies: [],
  tokens: [token()],
  refusedReads: [{ sent: 'no token', status: 401, challenges: ['bearer'] }],
  foreignReads: [{ what: 'read', origin: 'another site', status: 200, allowOrigin: 'none', allowsCredentials: false }],
  foreignChange: null,
  compression: null,
  ...over,
});
