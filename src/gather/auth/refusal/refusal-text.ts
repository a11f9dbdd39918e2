import type { WrongIteration } from '../../../flows/perform.ts';
import { failureText, type HttpResponse } from '../../../model/http.ts';
import { flowMapping, quotedText } from '../login-search/yaml-text.ts';
import { adviceFor, type Refused, type RefusedLogin } from './advice.ts';
import { sentText } from './sent-fields.ts';
import { echoes, shownBody } from './shown-body.ts';
import { capturesOf, type FoundToken, tokensIn } from './tokens-in.ts';

/**
 * Why a sign-in failed, and what to change: the request with its values masked, the status, the first line of the body.
 * The secrets of the sign-in and tokens are not in it.
 */
export function refusalText(done: WrongIteration, { username, secrets, nowMs }: Refused): string {
  const { line, because, request, exchanged } = done;
  if (request === null || exchanged === null) return `${line} cannot be sent: ${because}.`;
  if (!exchanged.answered) return `${line} got no answer (${failureText(exchanged)}).`;
  const { response } = exchanged;
  const sent = `${line}${sentText(request)} answered ${response.status}`;
  if (done.lacks !== undefined && TOKEN.test(done.lacks.name))
    return `${sent}: ${withoutToken(done.lacks.from, response, secrets)}`;
  const isUnexpected = because === `status ${response.status}`;
  if (isUnexpected && response.status >= 300) {
    return refused(sent, { request, response, username, secrets, nowMs });
  }
  const problem = isUnexpected ? ', which is not the expected status' : ` with ${because}`;
  return `${sent}${problem}${bodyText(response, secrets)}. ${PAGE_ADVICE}`;
}

/** Other captures are parts of the way to the login. */
const TOKEN = /^(?:access|refresh)$/;

const PAGE_ADVICE =
  'Check --user and WHYSLOW_PASSWORD, and expect and capture of auth.login in the configuration, or name the auth stack with --preset.';

function refused(sent: string, login: RefusedLogin): string {
  const { username, secrets, response } = login;
  const user = echoes(username, secrets) ? '' : ` for user "${username}"`;
  return `${sent}${user}${bodyText(response, secrets)}. ${adviceFor(login)}`;
}

function bodyText({ body }: HttpResponse, secrets: readonly string[]): string {
  const shown = shownBody(body, secrets);
  return shown === null ? '' : `: ${shown.replace(/[.\s]+$/, '')}`;
}

/** A sign-in whose tokens are elsewhere: where they are, and the line of the configuration that reads them. */
function withoutToken(place: string, response: HttpResponse, secrets: readonly string[]): string {
  const tokens = tokensIn(response).filter((token) => !echoes(token.place, secrets));
  const captures = capturesOf(tokens);
  const lead = `signed in; no token at ${place}`;
  if (tokens.length === 0) return `${lead}, nor anything like a token. Check what this route returns, or ${DESCRIBE}.`;
  const where = tokens.every(isInBody) ? 'body' : 'response';
  const has = `${lead}; the ${where} has ${tokens.map(({ name }) => shownName(name)).join(', ')}`;
  if (captures.length === 0) return `${has}. To use the cookies alone, ${DESCRIBE}, without capture.`;
  const line = flowMapping(captures.map(([name, token]) => [name, captureValue(token)]));
  return `${has}. To use these, ${DESCRIBE}, with this capture.\n\nauth:\n  login:\n    capture: ${line}`;
}

const DESCRIBE = 'describe the login as auth: in the configuration';

const isInBody = ({ place }: FoundToken): boolean => place.startsWith('json:');

const captureValue = ({ place, isBearer }: FoundToken): string =>
  isBearer ? `{ from: ${quotedText(place)}, decode: bearer }` : quotedText(place);

/** Names come from the server. */
const shownName = (name: string): string => name.replaceAll(/[^\w. $-]/g, '\uFFFD');
