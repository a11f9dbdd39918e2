import { askedWaitMs } from '../../../http/retry-after.ts';
import type { HttpRequest, HttpResponse } from '../../../model/http.ts';
import { parseJson } from '../../../flows/interpreter.ts';
import { textAt } from '../../../flows/import/document.ts';
import { maskedUrl } from '../../../model/secrets.ts';
import { isCredentialName } from '../login-search/fields.ts';
import { namedFields } from '../login-search/named-fields.ts';
import { sentAs, sentNames } from './sent-fields.ts';
import { echoes } from './shown-body.ts';

/** Who was refused, and when. */
export interface Refused {
  readonly username: string;
  /** What no message may repeat: the password, and other secrets that the sign-in sends. */
  readonly secrets: readonly string[];
  readonly nowMs: number;
}

/** A login that the server refused. */
export interface RefusedLogin extends Refused {
  readonly request: HttpRequest;
  readonly response: HttpResponse;
}

const STACK = 'name the auth stack with --preset, or describe the login as auth: in the configuration';
const ACCOUNT = 'Check --user and WHYSLOW_PASSWORD.';

/** The sentence that says what to change, by the status. */
export function adviceFor(refused: RefusedLogin): string {
  const { status } = refused.response;
  const oauth = oauthAdvice(refused.response);
  if (oauth !== null) return oauth;
  if (status >= 500) return 'The server failed. See its log.';
  if (status < 400) return redirectAdvice(refused);
  return byStatus[status]?.(refused) ?? ACCOUNT;
}

/** RFC 6749 §5.2 */
const oauthAdvices: Readonly<Record<string, string>> = {
  invalid_client:
    'The server does not accept the client: name it with --client-id, and the variable with its secret with --client-secret-env.',
  unauthorized_client:
    'The client may not use this grant: allow it for the client, or name another one with --client-id.',
  unsupported_grant_type:
    'The server grants no tokens in this way: allow the password grant for the client, or describe the login as auth: in the configuration.',
  invalid_grant: ACCOUNT,
  invalid_scope: 'The client may not ask for this scope: describe the login as auth: in the configuration.',
};

/** The advice for an error of an OAuth server; null for other responses. */
function oauthAdvice({ status, body }: HttpResponse): string | null {
  if (status !== 400 && status !== 401) return null;
  const error = textAt(parseJson(body), 'error') ?? '';
  if (Object.hasOwn(oauthAdvices, error)) return oauthAdvices[error] ?? null;
  const isAboutClient = error === 'invalid_request' && /client_?id|client_?secret/i.test(body.slice(0, 10_000));
  return isAboutClient ? (oauthAdvices['invalid_client'] ?? null) : null;
}

const CSRF_ADVICE =
  'It wants a CSRF token: in auth.login of the configuration, GET the page first with capture: { csrf: "form:NAME" }, ' +
  'and send NAME: "{{session.csrf}}".';

const namesCsrf = ({ body }: HttpResponse): boolean => /csrf|xsrf|authenticity/i.test(body.slice(0, 10_000));

const noLogin = (): string => `There is no login there: ${STACK}.`;

/** Other statuses say that the account is refused. */
const byStatus: Readonly<Record<number, (refused: RefusedLogin) => string>> = {
  400: fieldsAdvice,
  403: ({ response }) => (namesCsrf(response) ? CSRF_ADVICE : ACCOUNT),
  404: noLogin,
  405: noLogin,
  415: encodingAdvice,
  419: () => CSRF_ADVICE,
  422: fieldsAdvice,
  429: throttleAdvice,
};

/** Some servers also answer 400 to a wrong password. */
function fieldsAdvice({ request, response, secrets }: RefusedLogin): string {
  if (namesCsrf(response)) return CSRF_ADVICE;
  const sent = sentNames(request);
  const others = namedFields(response).filter(
    (name) => isCredentialName(name) && !isSent(name, sent) && !echoes(name, secrets),
  );
  if (others.length === 0) return `${ACCOUNT} If they are right, the server wants other fields: ${STACK}.`;
  return `It names the fields ${others.slice(0, 4).map(shownName).join(', ')}: ${STACK}, with these fields.`;
}

const isSent = (name: string, sent: readonly string[]): boolean =>
  sent.some((each) => each.toLowerCase() === name.toLowerCase());

/** Names come from the server. */
const shownName = (name: string): string => name.replaceAll(/[^\w.[\]-]/g, '\uFFFD');

function encodingAdvice({ request }: RefusedLogin): string {
  const other = sentAs(request) === 'json' ? 'form:' : 'json:';
  return `It does not take this kind of body: ${STACK}, with ${other}.`;
}

function redirectAdvice({ request, response, secrets }: RefusedLogin): string {
  const { status } = response;
  const location = response.headers['location'] ?? '';
  const [path = ''] = location.replace(/^https?:\/\/[^/]+/i, '').split(/[?#]/);
  if (path === `${request.path}/`)
    return `The path of the login ends with a slash: write ${request.method} ${request.path}/.`;
  const where = location === '' || echoes(location, secrets) ? '' : ` to ${shownLocation(location)}`;
  return (
    `It redirects${where}. A login by form may do so when it signs in: then add expect: { status: ${status} } to ` +
    `auth.login in the configuration. ${ACCOUNT}`
  );
}

/** Locations of logins are short. */
const LONGEST_LOCATION = 80;

const shownLocation = (location: string): string =>
  maskedUrl(location.slice(0, LONGEST_LOCATION).replaceAll(/[^\x21-\x7e]/g, '\uFFFD'));

/** The longest wait for one sign-in. Rate limits of logins count in minutes. */
export const LONGEST_WAIT_MS = 90_000;

function throttleAdvice({ response, nowMs }: RefusedLogin): string {
  const askedMs = askedWaitMs(response.headers, nowMs);
  const asked =
    askedMs === null
      ? 'it does not say for how long (no Retry-After). Wait a minute'
      : `Retry-After ${Math.ceil(askedMs / 1_000)} s is more than the ${LONGEST_WAIT_MS / 1_000} s that a sign-in waits. Wait that long`;
  return `Too many sign-ins; ${asked}, use --connections 1, or lift the limit for loopback.`;
}
