import type { JsonWebKey } from 'node:crypto';
import type { TokenType } from './claims.ts';
import { createSigner, type Signer, type StoredKey } from './keys.ts';

/** RFC 9068 §2.1: an access token says what it is in its header, so that no other JWT passes for one. */
const TYP: Readonly<Record<TokenType, string>> = { access: 'at+jwt', refresh: 'rt+jwt' };

export interface HeadedKey {
  readonly header: string;
  readonly type: TokenType;
  readonly signer: Signer;
}

/** The keys of now: the youngest active one signs, all verify. */
export interface Keyring {
  forSigning(type: TokenType, nowMs: number): HeadedKey;
  /** The key and type that a header stands for, when it is one of ours to the byte. */
  behind(header: string): HeadedKey | null;
  /** RFC 7517 §5. Empty with HS256, which has nothing to publish. */
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
    behind: (header) => ring.find((entry) => entry.header === header) ?? null,
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

function prepare(keys: readonly StoredKey[]): readonly HeadedKey[] {
  const youngestFirst = keys.toSorted((a, b) => b.activeFromMs - a.activeFromMs).map(createSigner);
  return youngestFirst.flatMap((signer) => [headed(signer, 'access'), headed(signer, 'refresh')]);
}

function headed(signer: Signer, type: TokenType): HeadedKey {
  const header = JSON.stringify({ alg: signer.alg, typ: TYP[type], kid: signer.kid });
  return { header: Buffer.from(header).toString('base64url'), type, signer };
}
