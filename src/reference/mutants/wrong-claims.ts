import { type Claims, isClaims } from '../tokens/claims.ts';
import type { Services } from '../routes/contract.ts';
import { open } from '../tokens/jwt.ts';
import { storedKey } from '../tokens/keys.ts';
import type { Mutant } from './contract.ts';

/** The key of these servers, which a check is given: 32 bytes as text. */
const SIGNING_KEY = 'whyslow-mutants-sign-with-this-1';

export const givenKey: Pick<Mutant, 'options' | 'signingKey'> = {
  options: { keys: [storedKey('HS256', Buffer.from(SIGNING_KEY).toString('base64url'), 0)] },
  signingKey: SIGNING_KEY,
};

/** A server that replaces some claims of a validly signed token before it judges them. */
const overlooking =
  (sound: (nowS: number) => Partial<Claims>) =>
  (services: Services): Services => {
    const { tokens, keyring, nowMs } = services;
    const verify: typeof tokens.verify = (token, type) => {
      const verified = tokens.verify(token, type);
      const opened = verified.ok ? null : open(token, keyring);
      if (opened === null || (type !== undefined && opened.type !== type)) return verified;
      const nowS = Math.floor(nowMs() / 1_000);
      const claims = { ...Object(opened.payload), ...sound(nowS) };
      return isClaims(claims) && claims.exp > nowS && claims.nbf <= nowS ? { ok: true, claims } : verified;
    };
    return { ...services, tokens: { ...tokens, verify } };
  };

export const expiredAccess: Mutant = {
  id: 'expired-access',
  title: 'never looks at exp',
  breaks: ['expired-access-accepted'],
  ...givenKey,
  services: overlooking((nowS) => ({ exp: nowS + 60 })),
};

export const notYetValid: Mutant = {
  id: 'not-yet-valid',
  title: 'never looks at nbf',
  breaks: ['not-yet-valid-accepted'],
  ...givenKey,
  services: overlooking((nowS) => ({ nbf: nowS })),
};

export const wrongAudience: Mutant = {
  id: 'wrong-audience',
  title: 'never looks at aud',
  breaks: ['wrong-audience-accepted'],
  ...givenKey,
  services: overlooking(() => ({ aud: 'whyslow' })),
};

export const wrongIssuer: Mutant = {
  id: 'wrong-issuer',
  title: 'never looks at iss',
  breaks: ['wrong-issuer-accepted'],
  ...givenKey,
  services: overlooking(() => ({ iss: 'whyslow-reference' })),
};
