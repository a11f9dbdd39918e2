import type { Showing, ShownExchange } from './finding.ts';

/** The auth stack of the target and how it was determined. `assumed` occurs only in runs of version 0.1. */
export interface AuthSurface {
  readonly preset: string;
  readonly how: 'asked-for' | 'detected' | 'assumed';
  /** The protected route. Null where none was found, so that no suite reads one. */
  readonly apiPath: string | null;
  /** The routes that were tried where none was found. */
  readonly triedPaths: readonly string[];
  /** What the server showed of the stack, in words. Empty where it was asked for by name. */
  readonly marks: readonly string[];
  /** Facts that were found, by name: parts of URLs. */
  readonly bind: Readonly<Record<string, string>>;
  /** Whether the sign-in brought what a refresh of the stack presents. */
  readonly renewable: boolean;
  /** The request that presented the password. Absent in runs saved before this field existed. */
  readonly signIn?: ShownExchange;
}

/**
 * The response to one presented token. `granted`: the requested token or resource was returned, regardless of the
 * status. Status 0: no response.
 */
export interface Presented extends Showing {
  readonly status: number;
  readonly granted: boolean;
}

export interface RotationExchange {
  /** Whether the sign-in returned a refresh token. */
  readonly issued: boolean;
  /** Whether the first refresh returned a refresh token different from the presented one. */
  readonly successor: 'new' | 'same' | 'none';
  /** The first refresh, which uses the token up. Absent in runs saved before this field existed. */
  readonly use?: ShownExchange;
  /** The spent token, presented when its grace window was over, or at the end of the search for one. */
  readonly reuse: Presented;
  /** The newest refresh token of the session, presented after the last reuse. */
  readonly newestAfterReuse: Presented | null;
  /** Null where the first reuse was not granted. */
  readonly grace: GraceWindow | null;
}

/** How long a spent refresh token was still good, in ms since the response to its first use. */
export interface GraceWindow {
  readonly lastGrantedMs: number;
  /** The first reuse, which was granted. */
  readonly shown?: ShownExchange;
  /** Null where the token was still good at the last look. */
  readonly endedByMs: number | null;
}

export interface RaceTrial {
  readonly statuses: Readonly<Record<string, number>>;
  readonly granted: number;
  readonly distinctSuccessors: number;
  readonly usableSuccessors: number;
  /** The answers with a Retry-After. */
  readonly retryAfters: number;
  /** The answers without a token that delete a cookie of the session. */
  readonly clearedCookies: number;
}

export interface RaceExchange {
  readonly atOnce: number;
  readonly trials: readonly RaceTrial[];
  /** Whether the session has a cookie, which an answer could delete. */
  readonly hasCookies: boolean;
  /**
   * The shortest time between looking at a token and claiming it that these trials would have missed in fewer than one
   * of a hundred verifications. Null where no trial shows it.
   */
  readonly excludedWindowMs: number | null;
  /** The refresh that was sent at once, of the trial that shows most, and the use of a token that came back. */
  readonly shown?: readonly ShownExchange[];
}

export interface LogoutExchange {
  /** Null if there is no logout route, or no refresh token. */
  readonly logout: Presented | null;
  readonly refreshAfter: Presented;
  readonly accessAfter: Presented;
}

export interface TokenLifetimes {
  readonly accessS: number | null;
  readonly refreshS: number | null;
}
