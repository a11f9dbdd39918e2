import { createHmac, createPublicKey, verify } from 'node:crypto';
import { isClaims, type TokenType } from '../tokens/claims.ts';
import type { Services } from '../routes/contract.ts';
import type { Tokens } from '../tokens/tokens.ts';
import type { Mutant } from './contract.ts';

type Verified = ReturnType<Tokens['verify']>;

/** The three parts of a token as text, and its header and payload as values. */
export interface Parts {
  readonly text: string;
  readonly header: Readonly<Record<string, unknown>>;
  readonly payload: unknown;
  readonly signed: string;
  readonly signature: string;
}

export function partsOf(token: string): Parts {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const signed = `${header}.${payload}`;
  return { text: token, header: { ...valueOf(header) }, payload: valueOf(payload), signed, signature };
}

function valueOf(part: string): object {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

/** A server that accepts a token too if this says so, after the claims were checked. */
export const accepting =
  (accepts: (parts: Parts, services: Services) => boolean) =>
  (services: Services): Services => {
    const { tokens } = services;
    const orElse = (sound: Verified, token: string, type: TokenType | undefined): Verified => {
      const parts = partsOf(token);
      const { payload } = parts;
      if (sound.ok || !isClaims(payload) || !accepts(parts, services)) return sound;
      const isRightType = type === undefined || payload.token_type === type;
      return isRightType ? { ok: true, claims: payload } : sound;
    };
    return {
      ...services,
      tokens: { ...tokens, verify: (token, type) => orElse(tokens.verify(token, type), token, type) },
    };
  };

const FORGES = 'tampered-payload-accepted';

export const algNone: Mutant = {
  id: 'alg-none',
  title: 'accepts a token whose header says alg none, in any spelling',
  breaks: ['alg-none-accepted'],
  services: accepting(({ header }) => String(header['alg']).toLowerCase() === 'none'),
};

export const unverified: Mutant = {
  id: 'unverified',
  title: 'decodes tokens and never looks at the signature',
  breaks: [FORGES, 'alg-none-accepted', 'stripped-signature-accepted', 'jku-jwk-header-accepted'],
  services: accepting(() => true),
};

export const tamperedPayload: Mutant = {
  id: 'tampered-payload',
  title: 'takes any 32 bytes for a signature',
  breaks: [FORGES],
  services: accepting(
    ({ header, signature }) => header['alg'] === 'HS256' && Buffer.from(signature, 'base64url').length === 32,
  ),
};

export const strippedSignature: Mutant = {
  id: 'stripped-signature',
  title: 'skips the verification of an empty signature',
  breaks: ['stripped-signature-accepted'],
  services: accepting(({ header, signature }) => header['alg'] === 'HS256' && signature === ''),
};

export const algorithmConfusion: Mutant = {
  id: 'algorithm-confusion',
  title: 'takes the algorithm from the token, and its public key as the secret',
  breaks: ['algorithm-confusion-accepted'],
  options: { algorithm: 'RS256' },
  services: accepting(({ header, signed, signature }, { keyring }) => {
    const [jwk] = keyring.jwks().keys;
    if (header['alg'] !== 'HS256' || jwk === undefined) return false;
    const pem = createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
    return createHmac('sha256', pem).update(signed).digest('base64url') === signature;
  }),
};

export const embeddedKey: Mutant = {
  id: 'embedded-key',
  title: 'verifies a token with the key in its own header',
  breaks: ['jku-jwk-header-accepted'],
  services: accepting(({ header, signed, signature }) => {
    const { jwk } = header;
    if (typeof jwk !== 'object' || jwk === null) return false;
    const key = createPublicKey({ key: { ...jwk }, format: 'jwk' });
    return verify(
      'sha256',
      Buffer.from(signed),
      { key, dsaEncoding: 'ieee-p1363' },
      Buffer.from(signature, 'base64url'),
    );
  }),
};
