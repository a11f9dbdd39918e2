import type { Session } from '../../flows/contract.ts';
import type { HttpResponse } from '../../model/http.ts';
import type { Presented } from '../../model/auth-evidence.ts';
import type { WatchedClient } from './watched.ts';
import type { BadInputRoute } from '../../model/bad-input.ts';
import type { Alter, AlteredExchange } from './bad-input/altered.ts';
import type { Showing, ShownExchange } from '../../model/finding.ts';
import type { Description, Show } from './shown/show.ts';

/** The response to an exchange that presents a session. The new session stays in memory and out of the evidence. */
export interface Answer extends Presented {
  readonly session: Session | null;
  /** The refresh token of this response; null if it has none. */
  readonly refreshToken: string | null;
  /** Seconds that a 429 asked to wait; null without one. */
  readonly retryAfterS: number | null;
  /** Whether this response deletes a cookie of the session that was presented. */
  readonly clearsCookie: boolean;
  /** When the response was complete, on the monotonic clock. */
  readonly atMs: number;
  readonly show: Show;
}

/** One login, with the response for comparison. It stays in memory. */
export interface LoginAttempt extends Presented {
  readonly who: 'known' | 'unknown';
  readonly username: string;
  readonly tookMs: number;
  /** Of the last step; null without one. */
  readonly response: HttpResponse | null;
  /** Null where it was not granted. */
  readonly session: Session | null;
  readonly show: Show;
}

/** The exchanges that a security check may make. An interface, so that a check is a script without sockets or paths. */
export interface AuthClient {
  /** Opens a new session, or continues the unspent one of the first sign-in. @throws ToolError `auth-failed` when the server refuses the sign-in. */
  signIn(): Promise<Session>;
  /** A session of this run to read, whose tokens may be spent; null where there is none. */
  anySession(): Session | null;
  refresh(session: Session): Promise<Answer>;
  /** The same token `times` times, on connections that are open already, all written in one turn of the event loop. */
  refreshAtOnce(session: Session, times: number): Promise<readonly Answer[]>;
  /** @returns null where the stack has no logout. */
  logout(session: Session): Promise<Answer | null>;
  /** Status 0 where no protected route is known. */
  readApi(session: Session): Promise<Answer>;
  /** Reads the protected route with the access token as a parameter of the query, and no session beside it. */
  readApiInQuery(session: Session, parameter: string): Promise<Answer>;
  /** A GET without a session. Null without a response. */
  get(path: string): Promise<HttpResponse | null>;
  /** Exchanges whose whole responses are read. */
  readonly watched: WatchedClient;
  /** A request with a name or token that does not exist, changed. Null where the route or the change does not apply. */
  sendAltered(route: BadInputRoute, alter: Alter): Promise<AlteredExchange | null>;
  /** One login, without a wait for a rate limit. An unknown name is a new one each time. */
  tryLogin(who: 'known' | 'unknown', password: 'right' | 'wrong'): Promise<LoginAttempt>;
  /** The same login `times` times, each on a connection of its own. */
  tryLoginAtOnce(
    who: 'known' | 'unknown',
    password: 'right' | 'wrong',
    times: number,
  ): Promise<readonly LoginAttempt[]>;
  /** The id that the next requests state in X-Request-Id; null: none. */
  mark(requestId: string | null): void;
  pause(ms: number): Promise<void>;
}

/** A token that no server has issued. */
export const UNKNOWN_TOKEN = 'whyslow-no-such-token';

/** The refresh token of a session as text; null where it has none. */
export const refreshTokenOf = ({ values }: Session): string | null =>
  values['refresh'] === undefined ? null : String(values['refresh']);

/** A presented token without its secrets, as it may become evidence, with its exchange. */
export const presented = (
  { status, granted, show }: Pick<Answer, 'status' | 'granted' | 'show'>,
  description: Description,
): Presented => ({
  status,
  granted,
  ...shownAs(show(description)),
});

/** The exchange as a part of evidence. */
export const shownAs = (shown: ShownExchange | undefined): Showing => (shown === undefined ? {} : { shown });

/** Added to the wait that the server asked for, because its clock and ours differ. */
const RETRY_MARGIN_MS = 300;
const LONGEST_RETRY_S = 10;

/**
 * Presents a refresh token. After a 429, which a server sends while another refresh of the token holds a lock, it waits
 * as long as Retry-After asks and presents the token again, because the 429 says nothing about reuse.
 */
export async function refreshPastLock(client: AuthClient, session: Session): Promise<Answer> {
  const first = await client.refresh(session);
  if (first.status !== 429 || first.retryAfterS === null || first.retryAfterS > LONGEST_RETRY_S) return first;
  await client.pause(first.retryAfterS * 1_000 + RETRY_MARGIN_MS);
  return client.refresh(session);
}
