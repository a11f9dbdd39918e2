import type { WrongIteration } from '../../../flows/perform.ts';
import type { Credentials } from '../../../model/auth.ts';
import { failureText, type HttpRequest, type HttpResponse } from '../../../model/http.ts';
import { flowMapping, quotedText } from '../login-search/yaml-text.ts';
import { adviceFor } from './advice.ts';
import { sentText } from './sent-fields.ts';
import { shownBody } from './shown-body.ts';
import { capturesOf, type FoundToken, tokensIn } from './tokens-in.ts';

/**
 * Why a sign-in failed, and what to change: the request with its values masked, the status, the first line of the body.
 * The password and tokens are not in it.
 */
export function refusalText(done: WrongIteration, who: Credentials, nowMs: number): string {
  const { line, because, request, exchanged } = done;
  if (request === null || exchanged === null) return `${line} cannot be sent: ${because}.`;
  if (!exchanged.answered) return `${line} got no answer (${failureText(exchanged)}).`;
  const { response } = exchanged;
  const sent = `${line}${sentText(request)} answered ${response.status}`;
  if (done.lacks !== undefined && TOKENS.has(done.lacks.name))
    return `${sent}: ${withoutToken(done.lacks.from, response)}`;
  if (response.status >= 300) return refused(sent, { request, response, nowMs }, who);
  return `${sent} with ${because}${bodyText(response, who)}. ${PAGE_ADVICE}`;
}

/** Other captures are parts of the way to the login. */
const TOKENS: ReadonlySet<string> = new Set(['access', 'refresh']);

const PAGE_ADVICE =
  'Check --user and WHYSLOW_PASSWORD, and expect and capture of auth.login in the configuration, or name the auth stack with --preset.';

function refused(
  sent: string,
  login: { readonly request: HttpRequest; readonly response: HttpResponse; readonly nowMs: number },
  who: Credentials,
): string {
  const user = who.password !== '' && who.username.includes(who.password) ? '' : ` for user "${who.username}"`;
  return `${sent}${user}${bodyText(login.response, who)}. ${adviceFor(login)}`;
}

function bodyText({ body }: HttpResponse, who: Credentials): string {
  const shown = shownBody(body, who);
  return shown === null ? '' : `: ${shown.replace(/[.\s]+$/, '')}`;
}

/** A sign-in whose tokens are elsewhere: where they are, and the line of the configuration that reads them. */
function withoutToken(place: string, response: HttpResponse): string {
  const tokens = tokensIn(response);
  const captures = capturesOf(tokens);
  const lead = `signed in; no token at ${place}`;
  if (captures.length > 0) {
    const line = flowMapping(captures.map(([name, token]) => [name, captureValue(token)]));
    const has = tokens.map(({ name }) => shownName(name)).join(', ');
    return `${lead}; the ${tokens.every(isInBody) ? 'body' : 'response'} has ${has}. Describe the login as auth: in the configuration, with this capture.\n\nauth:\n  login:\n    capture: ${line}`;
  }
  const cookies = tokens.map(({ name }) => shownName(name)).join(', ');
  if (cookies !== '') {
    return `${lead}; the response has ${cookies}. Describe the login as auth: in the configuration, without capture: cookies are kept.`;
  }
  return `${lead}, nor anything like a token. Check what this route returns, or describe the login as auth: in the configuration.`;
}

const isInBody = ({ place }: FoundToken): boolean => place.startsWith('json:');

const captureValue = ({ place, isBearer }: FoundToken): string =>
  isBearer ? `{ from: ${quotedText(place)}, decode: bearer }` : quotedText(place);

/** Names come from the server. */
const shownName = (name: string): string => name.replaceAll(/[^\w. $-]/g, '\uFFFD');
