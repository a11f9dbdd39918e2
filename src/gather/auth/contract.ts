import type { Session } from '../../flows/contract.ts';
import type { Presented } from '../../model/evidence.ts';

/** A presentation of a session, with the response to it; the session after it stays in memory and out of the evidence. */
export interface Answer extends Presented {
  readonly session: Session | null;
  /** The refresh token that this response brought; null where it brought none. */
  readonly refreshToken: string | null;
  /** Seconds that a 429 asked to wait; null without one. */
  readonly retryAfterS: number | null;
}

/** The auth server as an attacker speaks to it: a port, so that an attack is a script without sockets or paths. */
export interface AuthClient {
  /** A session of its own. @throws ToolError `auth-failed` when the server refuses the sign-in. */
  signIn(): Promise<Session>;
  refresh(session: Session): Promise<Answer>;
  /** The same token `times` times, on connections that are open already, all written in one turn of the event loop. */
  refreshAtOnce(session: Session, times: number): Promise<readonly Answer[]>;
  /** @returns null where the stack has no logout. */
  logout(session: Session): Promise<Answer | null>;
  readApi(session: Session): Promise<Answer>;
  pause(ms: number): Promise<void>;
}

/** The refresh token of a session as text; null where it has none. */
export const refreshTokenOf = ({ values }: Session): string | null =>
  values['refresh'] === undefined ? null : String(values['refresh']);

/** The tokens without the secrets: what may become evidence. */
export const presented = ({ status, granted }: Presented): Presented => ({ status, granted });

/** A little more than the server asked for, since its clock and ours tick apart. */
const RETRY_MARGIN_MS = 300;
const LONGEST_RETRY_S = 10;

/**
 * Presents a refresh token and, where the server answers 429 because another refresh of it is just over, waits as long
 * as it asks and presents it again: the lock's answer says nothing about reuse.
 */
export async function refreshPastLock(client: AuthClient, session: Session): Promise<Answer> {
  const first = await client.refresh(session);
  if (first.status !== 429 || first.retryAfterS === null || first.retryAfterS > LONGEST_RETRY_S) return first;
  await client.pause(first.retryAfterS * 1_000 + RETRY_MARGIN_MS);
  return client.refresh(session);
}
