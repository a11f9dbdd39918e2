import type { Reply } from '../http/reply.ts';
import type { Services } from '../routes/contract.ts';
import type { Claims } from '../tokens/claims.ts';
import { fingerprint, sign } from '../tokens/jwt.ts';
import type { Mutant } from './contract.ts';

export const longAccess: Mutant = {
  id: 'long-access',
  title: 'issues access tokens for a day',
  breaks: ['access-lifetime-too-long'],
  options: { accessSeconds: 86_400, refreshSeconds: 43_200 },
};

export const longRefresh: Mutant = {
  id: 'long-refresh',
  title: 'issues refresh tokens for a month',
  breaks: ['refresh-lifetime-too-long'],
  options: { refreshSeconds: 30 * 86_400 },
};

/** A server whose tokens have other claims. It knows its own tokens again by their sound ones. */
const claiming =
  (change: (claims: Claims) => object) =>
  (services: Services): Services => {
    const { tokens, keyring, nowMs } = services;
    const soundOf = new Map<string, string>();
    const changed = (sound: string): { readonly token: string; readonly jti: string } => {
      const verified = tokens.verify(sound);
      if (!verified.ok) throw new Error('a token of this server is not valid');
      const { claims } = verified;
      const token = sign(change(claims), keyring.forSigning(claims.token_type, nowMs()));
      soundOf.set(token, sound);
      return { token, jti: claims.jti };
    };
    return {
      ...services,
      tokens: {
        ...tokens,
        issue(session) {
          const sound = tokens.issue(session);
          const refresh = changed(sound.refresh);
          const refreshHash = fingerprint(refresh.token, refresh.jti);
          return { access: changed(sound.access).token, refresh: refresh.token, refreshHash };
        },
        verify: (token, type) => tokens.verify(soundOf.get(token) ?? token, type),
      },
    };
  };

export const noExpiry: Mutant = {
  id: 'no-expiry',
  title: 'issues tokens without an expiry',
  breaks: ['missing-expiry'],
  services: claiming(({ exp: _exp, ...claims }) => claims),
};

export const talkativeToken: Mutant = {
  id: 'talkative-token',
  title: 'writes the e-mail address and the password hash of a user into each token',
  breaks: ['sensitive-claims'],
  services: claiming((claims) => ({
    ...claims,
    user: { email: 'user1@clinic.example', password_hash: 'bcrypt_sha256$$2b$12$abcdefghijklmnopqrstuv' },
  })),
};

/** The reply with other headers; undefined removes one. */
const withHeaders = (reply: Reply, changed: Readonly<Record<string, string | undefined>>): Reply => {
  const headers = Object.entries({ ...reply.headers, ...changed });
  const kept = headers.filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...reply, headers: Object.fromEntries(kept) };
};

export const cacheableTokens: Mutant = {
  id: 'cacheable-tokens',
  title: 'lets caches store the response to a login',
  breaks: ['cacheable-token-response'],
  async answer({ request }, _services, route) {
    const reply = await route();
    return request.url === '/api/token/' ? withHeaders(reply, { 'Cache-Control': 'private, max-age=60' }) : reply;
  },
};

export const silentRefusal: Mutant = {
  id: 'silent-refusal',
  title: 'answers 401 without WWW-Authenticate',
  breaks: ['missing-www-authenticate'],
  answer: async (_call, _services, route) => withHeaders(await route(), { 'WWW-Authenticate': undefined }),
};
