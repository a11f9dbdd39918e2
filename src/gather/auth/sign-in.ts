import type { CompiledFlow } from '../../flows/compile.ts';
import type { Session } from '../../flows/contract.ts';
import { emptySession } from '../../flows/interpreter.ts';
import { perform, type Performed, type Send } from '../../flows/perform.ts';
import { namesOf, type Site } from '../../flows/workload.ts';
import { freshValues } from '../../load/fresh.ts';
import type { Credentials } from '../../model/auth.ts';
import { ToolError } from '../../model/error.ts';
import { failureText } from '../../model/http.ts';

export const AUTH_FAILED_EXIT = 15;

/** The login flow, the site that it is sent to, and how it is sent. */
export interface SignIn {
  readonly login: CompiledFlow;
  readonly site: Site;
  readonly send: Send;
}

/**
 * Signs in once.
 * @throws ToolError `auth-failed` (exit 15) when the server grants no session. The text of the response is left out,
 * since it may repeat the password.
 */
export async function signIn({ login, site, send }: SignIn, who: Credentials): Promise<Session> {
  const done = await perform(login, emptySession, { names: namesOf(site, who), fresh: freshValues(), send });
  if (done.right) return done.session;
  throw new ToolError('auth-failed', refusal(done, who.username), AUTH_FAILED_EXIT);
}

function refusal({ line, because, exchanged }: Performed & { readonly right: false }, username: string): string {
  if (exchanged === null) return `${line} cannot be sent: ${because}.`;
  if (!exchanged.answered) return `${line} got no answer (${failureText(exchanged)}).`;
  const { status } = exchanged.response;
  if (status === 404 || status === 405) {
    return `${line} answered ${status}: no login there. Name the stack with --preset (see whyslow run --help).`;
  }
  if (status === 429) return `${line} answered 429: too many sign-ins. Wait a minute, or lift the limit for loopback.`;
  if (status >= 500) return `${line} answered ${status}: the server failed. See its log.`;
  if (status < 300)
    return `${line} answered ${status} with ${because}. Check the login of the server, or name its stack with --preset (see whyslow run --help).`;
  return `${line} answered ${status} for user "${username}". Check --user and WHYSLOW_PASSWORD.`;
}
