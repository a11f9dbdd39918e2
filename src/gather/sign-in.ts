import { ToolError } from '../model/error.ts';
import type { Credentials, TokenPair } from '../model/auth.ts';
import { type Exchanged, failureText, type HttpRequest } from '../model/http.ts';
import type { AuthStack } from '../targets/auth/contract.ts';
import { loginRequest, tokensIn, unusable } from '../targets/auth/requests.ts';

export const AUTH_FAILED_EXIT = 15;

/**
 * Signs in once.
 * @throws ToolError `auth-failed` (exit 15) when no token comes back; the server's words are not repeated, since they
 * may repeat ours.
 */
export async function signIn(
  send: (request: HttpRequest) => Promise<Exchanged>,
  stack: AuthStack,
  who: Credentials,
): Promise<TokenPair> {
  const exchanged = await send(loginRequest(stack, who));
  const path = `POST ${stack.login.path}`;
  if (!exchanged.answered) {
    throw new ToolError('auth-failed', `${path} got no answer (${failureText(exchanged)}).`, AUTH_FAILED_EXIT);
  }
  const tokens = tokensIn(stack, exchanged.response);
  const problem = tokens === null ? null : unusable(tokens);
  if (problem !== null) {
    throw new ToolError(
      'auth-failed',
      `${path} answered with ${problem}. Its log or code shows how.`,
      AUTH_FAILED_EXIT,
    );
  }
  if (tokens !== null) return tokens;
  throw new ToolError('auth-failed', refusal(path, exchanged.response.status, who.username), AUTH_FAILED_EXIT);
}

function refusal(path: string, status: number, username: string): string {
  if (status === 404 || status === 405) {
    return `${path} answered ${status}: no login there. Name the stack with --preset (see whyslow run --help).`;
  }
  if (status === 429) return `${path} answered 429: too many sign-ins. Wait a minute, or lift the limit for loopback.`;
  if (status >= 500) return `${path} answered ${status}: the server failed. Its log knows why.`;
  return `${path} answered ${status} for user "${username}". Check --user and WHYSLOW_PASSWORD.`;
}
