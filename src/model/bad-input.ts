import type { Showing } from './finding.ts';

/** The routes that bad input is sent to. */
export const badInputRoutes = ['login route', 'refresh route', 'protected route'] as const;
export type BadInputRoute = (typeof badInputRoutes)[number];

export const badInputKinds = [
  /** A well-formed request with a name or token that does not exist. */
  'unknown',
  'no-credentials',
  'malformed-json',
  'missing-field',
  'wrong-type',
  'wrong-content-type',
  'odd-text',
  'broken-token',
  'malformed-header',
  'oversized',
  'wrong-method',
] as const;
export type BadInputKind = (typeof badInputKinds)[number];

export const leakKinds = ['stack trace', 'file path', 'SQL', 'debug page'] as const;
export type LeakKind = (typeof leakKinds)[number];

/** A response without its body. */
export interface BadInputAnswer {
  readonly answered: true;
  readonly status: number;
  /** Whether the response was the right one of the flow: a token, or the protected resource. */
  readonly granted: boolean;
  /** The media type without parameters; null without a Content-Type. */
  readonly mediaType: string | null;
  readonly bodyCharacters: number;
  /** Whether the body is a JSON value other than an empty one. */
  readonly isJson: boolean;
  readonly hasAllow: boolean;
  readonly hasRetryAfter: boolean;
  readonly leaks: readonly LeakKind[];
}

/** `code` is that of the transport failure: `reset`, `timed-out`, … */
export interface NoBadInputAnswer {
  readonly answered: false;
  readonly code: string;
}

export interface BadInput extends Showing {
  readonly route: BadInputRoute;
  readonly kind: BadInputKind;
  /** The text is ours and holds no credential. */
  readonly variant: string;
  /** The form of the body that the route takes; null where it has none. */
  readonly form: 'json' | 'form' | null;
  readonly answer: BadInputAnswer | NoBadInputAnswer;
}

export interface BadInputs {
  readonly tried: readonly BadInput[];
}
