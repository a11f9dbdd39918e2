import type { Presented } from './auth-evidence.ts';

/** The kinds of token that an access check must refuse. */
export const forgeryKinds = [
  'alg-none',
  'tampered-payload',
  'stripped-signature',
  'algorithm-confusion',
  'embedded-key',
  'refresh-as-access',
  'access-as-refresh',
  'token-in-query',
  'injected-kid',
  'expired',
  'not-yet-valid',
  'wrong-audience',
  'wrong-issuer',
] as const;
export type ForgeryKind = (typeof forgeryKinds)[number];

/** One token that was presented, and the response. */
export interface Forgery {
  readonly kind: ForgeryKind;
  /** The form of this token, like `alg "nOnE"`. The text is ours and holds no part of the token. */
  readonly variant: string;
  readonly presented: Presented;
  /** Whether the server requested an address that stands in the header of this token. */
  readonly fetched: boolean;
}

/**
 * The key that signs changed claims. `other-key`: the given key does not sign the tokens of this server. `refused`: the
 * server also refuses sound claims that the key signs. `none`: no key was given or found.
 */
export const claimsSigners = ['given-key', 'famous-secret', 'other-key', 'refused', 'none'] as const;
export type ClaimsSigner = (typeof claimsSigners)[number];

/** The responses of a protected route, and of the refresh, to tokens that a sound server refuses. */
export interface Forgeries {
  /** `none` where the session is a cookie without a token. */
  readonly token: 'jwt' | 'opaque' | 'none';
  /** The algorithm of the header; null for an opaque token. */
  readonly algorithm: string | null;
  /** The session's own token, and a token of random characters. Only where these differ is the route protected. */
  readonly own: Presented;
  readonly garbage: Presented;
  readonly tried: readonly Forgery[];
  /** The length of the famous secret that signs the token; null where none of the list does, and for other algorithms. */
  readonly famousSecretCharacters: number | null;
  /** Whether tokens were allowed that make a server read or fetch something. */
  readonly intrusive: boolean;
  readonly signer: ClaimsSigner;
  /** The session's own token after its end. Null where it was not waited for, because another token shows the same. */
  readonly ownAfterEnd: OwnAfterEnd | null;
}

/** The session's own access token, presented when it had expired. */
export interface OwnAfterEnd {
  readonly lifetimeS: number;
  /** The time from its end to the presentation. */
  readonly sinceEndS: number;
  readonly presented: Presented;
}
