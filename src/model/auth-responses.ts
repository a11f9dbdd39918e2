import type { Presented } from './auth-evidence.ts';
import type { Showing } from './finding.ts';
import type { Method } from './http.ts';

/** What opens or renews a session, and where a response holds it. */
export const sessionSecrets = ['access token', 'refresh token', 'session'] as const;
export type SessionSecret = (typeof sessionSecrets)[number];

/** A response of the login, the refresh or a read of the protected route. Facts only: no value of a token or cookie. */
export interface SeenResponse extends Showing {
  readonly to: 'sign-in' | 'renewal';
  readonly method: Method;
  /** Without query values. */
  readonly path: string;
  readonly status: number;
  /** The tokens in its body. */
  readonly bodyHolds: readonly SessionSecret[];
  /** The directives of Cache-Control in lower case; empty without the header. */
  readonly cacheControl: readonly string[];
  /** Whether Expires lies ahead, which permits a cache to store a response without max-age. */
  readonly expires: boolean;
}

export const sameSites = ['strict', 'lax', 'none', 'absent'] as const;
export type SameSite = (typeof sameSites)[number];

/** A cookie that holds a token or the session. The value is not kept. */
export interface SeenCookie {
  readonly name: string;
  readonly holds: SessionSecret;
  readonly httpOnly: boolean;
  readonly secure: boolean;
  readonly sameSite: SameSite;
  /** Seconds from the response to the end; null for a cookie that ends with the browser. */
  readonly lifetimeS: number | null;
}

/** Kinds of data that a payload must not show. The first group opens something, the second is personal. */
export const openingData = [
  'password',
  'password hash',
  'secret or key',
  'payment card',
  'social security number',
] as const;
export const personalData = [
  'e-mail address',
  'phone number',
  'postal address',
  'date of birth',
  'medical record number',
  'internal path or address',
] as const;
export type SensitiveData = (typeof openingData)[number] | (typeof personalData)[number];

/** What one token states. */
export interface SeenToken {
  readonly token: 'access token' | 'refresh token';
  readonly form: 'jwt' | 'opaque';
  /** `unusable`: `exp` is no number. `absent` for opaque tokens too. */
  readonly exp: 'number' | 'unusable' | 'absent';
  /** The lifetime that the response or the cookie states beside the token; null without one. */
  readonly statedS: number | null;
  /** Names of claims with sensitive data, never the values. */
  readonly sensitive: readonly { readonly claim: string; readonly data: SensitiveData }[];
}

/** A read of the protected route without a valid token. */
export interface RefusedRead extends Showing {
  readonly sent: 'no token' | 'an unknown token';
  readonly status: number;
  /** The schemes of WWW-Authenticate; empty without the header. */
  readonly challenges: readonly string[];
}

/** The CORS headers of a response to another origin. */
export interface ForeignRead extends Showing {
  readonly what: 'preflight' | 'read' | 'renewal';
  readonly origin: 'another site' | 'null';
  readonly status: number;
  /** `same`: the origin of the request is repeated. */
  readonly allowOrigin: 'none' | 'same' | 'any' | 'another';
  readonly allowsCredentials: boolean;
}

/** A request that changes the session, sent as a page of another site can make it: the cookies, and no secret beside them. */
export interface ForeignChange {
  readonly what: 'renewal' | 'sign-out';
  readonly method: Method;
  readonly path: string;
  /** Granted: new tokens came, or the session ended. */
  readonly presented: Presented;
}

/** How a response that holds a token is compressed where the client accepts gzip. */
export interface SeenCompression extends Showing {
  /** Null where it was not compressed. */
  readonly encoding: string | null;
  /** Whether the body repeats a parameter of the request; null where this was not asked. */
  readonly reflects: boolean | null;
}

/** What the responses of the login, the refresh and the protected route state about tokens, cookies and other origins. */
export interface AuthResponses {
  readonly responses: readonly SeenResponse[];
  readonly cookies: readonly SeenCookie[];
  readonly tokens: readonly SeenToken[];
  readonly refusedReads: readonly RefusedRead[];
  readonly foreignReads: readonly ForeignRead[];
  /** Null where the server has no such request, or where browsers send no cookie with it from another site. */
  readonly foreignChange: ForeignChange | null;
  /** Null where it was not asked. */
  readonly compression: SeenCompression | null;
}
