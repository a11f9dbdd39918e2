import type { Session } from '../../../flows/contract.ts';
import type { SessionSecret } from '../../../model/auth-responses.ts';
import type { WatchedClient } from '../watched.ts';
import { heldBy, type SessionTokens } from './seen.ts';
import { isCsrfName, type SetCookie } from './set-cookies.ts';

/** A cookie that holds a token or the session. */
export interface SecretCookie {
  readonly cookie: SetCookie;
  readonly holds: SessionSecret;
}

/** Each candidate costs one read. A login sets a session, a CSRF token and seldom more. */
const MOST_CANDIDATES = 4;
const SESSION_NAME = /sess|sid$|^sid|auth|login|identity|remember/i;

/**
 * The cookies that open or renew the session. Where there is no token, a cookie is the session if it opens the protected
 * route alone. Beside tokens, a cookie is the session if scripts must not read it and it is called like one.
 */
export async function secretCookies(
  client: WatchedClient,
  session: Session,
  { cookies, tokens }: { readonly cookies: readonly SetCookie[]; readonly tokens: SessionTokens },
): Promise<readonly SecretCookie[]> {
  const found: SecretCookie[] = [];
  let candidatesLeft = MOST_CANDIDATES;
  for (const cookie of cookies) {
    const [token] = heldBy(cookie.value, tokens);
    if (token !== undefined) found.push({ cookie, holds: token });
    else if (isCsrfName(cookie.name)) continue;
    else if (tokens.access !== null) {
      if (cookie.httpOnly && SESSION_NAME.test(cookie.name)) found.push({ cookie, holds: 'session' });
    } else if (candidatesLeft > 0) {
      candidatesLeft -= 1;
      if (await opensAlone(client, session, cookie.name)) found.push({ cookie, holds: 'session' });
    }
  }
  return found;
}

async function opensAlone(client: WatchedClient, session: Session, cookieName: string): Promise<boolean> {
  const alone = { ...session, cookies: session.cookies.filter(({ name }) => name === cookieName) };
  const read = await client.flow('read', alone);
  return read?.session !== null && read !== null;
}
