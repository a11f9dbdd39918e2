import { fingerprint } from '../tokens/jwt.ts';
import { storedKey } from '../tokens/keys.ts';
import type { Mutant } from './contract.ts';

export const weakSecret: Mutant = {
  id: 'weak-secret',
  title: 'signs with the secret of a tutorial',
  breaks: ['weak-hmac-secret'],
  options: { keys: [storedKey('HS256', Buffer.from('your-256-bit-secret').toString('base64url'), 0)] },
};

export const refreshAsAccess: Mutant = {
  id: 'refresh-as-access',
  title: 'does not look at the type of a token at the API',
  breaks: ['refresh-as-access-accepted'],
  services: (services) => {
    const { tokens } = services;
    const verify: typeof tokens.verify = (token, type) => tokens.verify(token, type === 'access' ? undefined : type);
    return { ...services, tokens: { ...tokens, verify } };
  },
};

export const accessAsRefresh: Mutant = {
  id: 'access-as-refresh',
  title: 'gives new tokens for an access token',
  breaks: ['access-as-refresh-accepted'],
  services: (services) => {
    const { tokens, store } = services;
    const access = new Set<string>();
    const verify: typeof tokens.verify = (token, type) => {
      const verified = tokens.verify(token, type);
      const other = verified.ok || type !== 'refresh' ? verified : tokens.verify(token, 'access');
      if (other.ok) access.add(fingerprint(token, other.claims.jti));
      return other;
    };
    const rotate: typeof store.rotate = async (rotation, origin) => {
      const outcome = await store.rotate(rotation, origin);
      return outcome === 'unknown' && access.has(rotation.presentedHash) ? 'rotated' : outcome;
    };
    // The store is a class, whose methods stay on its prototype.
    const stored = Object.assign(Object.create(store), { rotate }) as typeof store;
    return { ...services, tokens: { ...tokens, verify }, store: stored };
  },
};

export const tokenInQuery: Mutant = {
  id: 'token-in-query',
  title: 'takes the access token from the query',
  breaks: ['token-in-query-accepted'],
  answer({ request, query }, _services, route) {
    const token = query.get('access_token');
    if (token !== null) request.headers.authorization = `Bearer ${token}`;
    return route();
  },
};
