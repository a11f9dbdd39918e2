import { randomUUID } from 'node:crypto';
import type { Session } from '../../../flows/contract.ts';
import type { AuditedEvent } from '../../../model/audit-log.ts';
import type { Presented } from '../../../model/auth-evidence.ts';
import { type Answer, type AuthClient, refreshPastLock, refreshTokenOf } from '../contract.ts';
import { jwtOf } from '../forging/jwt.ts';
import type { CausedEvent } from './contract.ts';

/**
 * Entries without a request id are told apart by their time, which many logs state in whole seconds. The pause is longer
 * than such a second.
 */
const APART_MS = 1_200;

/** The events that the server answered as it should, and the names under which a log may have the account. */
interface Caused {
  readonly events: readonly CausedEvent[];
  readonly subjects: readonly string[];
  /** Whether the log had the request id of the first event at once. */
  readonly isPrompt: boolean;
}

/**
 * A successful and a failed sign-in, a refresh, the spent token once more, and another sign-in with its sign-out. An event that
 * the server answers in another way is left out, because a check of its own is about that.
 *
 * @param statesIds whether the log states the request id of the first event, so that no pauses are needed
 */
export async function causeEvents(
  client: AuthClient,
  statesIds: (first: CausedEvent) => Promise<boolean>,
): Promise<Caused> {
  const events: CausedEvent[] = [];
  const subjects = new Set<string>();
  let pauseMs: number | null = null;
  const cause = async <T extends Shown>(
    event: AuditedEvent,
    send: () => Promise<T>,
    isRight: (answer: T) => boolean,
  ) => {
    const requestId = randomUUID();
    if (pauseMs !== null) await client.pause(pauseMs);
    const fromMs = Date.now();
    client.mark(requestId);
    const answer = await send();
    client.mark(null);
    if (!isRight(answer)) return answer;
    const caused = {
      event,
      requestId,
      fromMs,
      toMs: Date.now(),
      status: answer.status,
      shown: answer.show({ sent: sentTexts[event] }),
    };
    events.push(caused);
    pauseMs ??= (await statesIds(caused)) ? 0 : APART_MS;
    return answer;
  };
  const signIn = async (): Promise<Session | null> => {
    const { session, username } = await cause('sign-in', () => client.tryLogin('known', 'right'), isGranted);
    for (const name of [username, ...namesIn(session)]) subjects.add(name);
    return session;
  };
  const session = await signIn();
  await cause('failed-sign-in', () => client.tryLogin('known', 'wrong'), isNotGranted);
  if (session !== null && refreshTokenOf(session) !== null) await spend(client, session, cause);
  const other = await signIn();
  if (other !== null) await cause('sign-out', async () => (await client.logout(other)) ?? NO_ROUTE, isAnswered);
  return { events, subjects: [...subjects], isPrompt: pauseMs === 0 };
}

type Shown = Pick<Answer, 'status' | 'granted' | 'show'>;

const sentTexts: Readonly<Record<AuditedEvent, string>> = {
  'failed-sign-in': 'a sign-in with a wrong password',
  'sign-in': 'a sign-in',
  renewal: 'the refresh token',
  reuse: 'the spent refresh token',
  'sign-out': 'a sign-out',
};

type Cause = <T extends Shown>(
  event: AuditedEvent,
  send: () => Promise<T>,
  isRight: (answer: T) => boolean,
) => Promise<T>;

/** A token that stays the same is not spent. */
async function spend(client: AuthClient, session: Session, cause: Cause): Promise<void> {
  const { refreshToken } = await cause('renewal', () => client.refresh(session), isGranted);
  if (refreshToken === null || refreshToken === refreshTokenOf(session)) return;
  await cause('reuse', () => refreshPastLock(client, session), isRefused);
}

const NO_ROUTE: Shown = { status: 0, granted: false, show: () => undefined };

const isGranted = ({ granted }: Presented): boolean => granted;
const isRefused = ({ granted, status }: Presented): boolean =>
  !granted && status >= 400 && status < 500 && status !== 429;
/** A page may show its login form again with 200. */
const isNotGranted = ({ granted, status }: Presented): boolean =>
  !granted && status >= 200 && status < 500 && status !== 429;
const isAnswered = ({ status }: Presented): boolean => status >= 200 && status < 400;

/** Claims that name the account (RFC 7519 §4.1.2, OpenID Connect Core §5.1, and those of common libraries). */
const NAMING_CLAIMS = ['sub', 'user_id', 'userId', 'uid', 'username', 'preferred_username', 'email'] as const;

function namesIn(session: Session | null): readonly string[] {
  const payload = jwtOf(String(session?.values['access'] ?? ''))?.payload ?? {};
  return NAMING_CLAIMS.flatMap((claim) => {
    const value = payload[claim];
    return typeof value === 'string' || typeof value === 'number' ? [String(value)] : [];
  }).filter((name) => name !== '');
}
