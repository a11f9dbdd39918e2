import type { JsonWebKey } from 'node:crypto';
import type { TokenType } from './claims.ts';
import { createSigner, type Signer, type StoredKey } from './keys.ts';

/** RFC 9068 §2.1: the header of an access token has its own type, so that no other JWT is accepted as one. */
const TYP: Readonly<Record<TokenType, string>> = { access: 'at+jwt', refresh: 'rt+jwt' };

export interface TokenKey {
  readonly header: string;
  readonly type: TokenType;
  readonly signer: Signer;
}

/** The current keys. The newest active key signs, and all keys verify. */
export interface Keyring {
  forSigning(type: TokenType, nowMs: number): TokenKey;
  /** The key and type with exactly this header, else null. */
  byHeader(header: string): TokenKey | null;
  /** RFC 7517 §5. Empty with HS256, which has no public key. */
  jwks(): { readonly keys: readonly JsonWebKey[] };
  replace(keys: readonly StoredKey[]): void;
}

export function createKeyring(keys: readonly StoredKey[]): Keyring {
  let ring = prepare(keys);
  return {
    forSigning(type, nowMs) {
      const youngest = ring.find((entry) => entry.type === type && entry.signer.activeFromMs <= nowMs);
      if (youngest === undefined) throw new Error('no signing key is active yet');
      return youngest;
    },
    byHeader: (header) => ring.find((entry) => entry.header === header) ?? null,
    jwks() {
      const published = ring.flatMap(({ type, signer }) =>
        type === 'access' && signer.publicJwk !== null ? [signer.publicJwk] : [],
      );
      return { keys: published };
    },
    replace(next) {
      ring = prepare(next);
    },
  };
}

function prepare(keys: readonly StoredKey[]): readonly TokenKey[] {
  const youngestFirst = keys.toSorted((a, b) => b.activeFromMs - a.activeFromMs).map(createSigner);
  return youngestFirst.flatMap((signer) => [tokenKeyOf(signer, 'access'), tokenKeyOf(signer, 'refresh')]);
}

function tokenKeyOf(signer: Signer, type: TokenType): TokenKey {
  const header = JSON.stringify({ alg: signer.alg, typ: TYP[type], kid: signer.kid });
  return { header: Buffer.from(header).toString('base64url'), type, signer };
}
