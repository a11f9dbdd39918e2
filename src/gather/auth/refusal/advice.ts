import type { Credentials } from '../../../model/auth.ts';
import { askedWaitMs } from '../../../http/retry-after.ts';
import type { HttpRequest, HttpResponse } from '../../../model/http.ts';
import { maskedUrl } from '../../../model/secrets.ts';
import { isCredentialName } from '../login-search/fields.ts';
import { namedFields } from '../login-search/named-fields.ts';
import { sentAs, sentNames } from './sent-fields.ts';
import { echoes } from './shown-body.ts';

/** A login that the server refused. */
export interface RefusedLogin {
  readonly request: HttpRequest;
  readonly response: HttpResponse;
  readonly who: Credentials;
  readonly nowMs: number;
}

const STACK = 'name the auth stack with --preset, or describe the login as auth: in the configuration';
const ACCOUNT = 'Check --user and WHYSLOW_PASSWORD.';

/** The sentence that says what to change, by the status. */
export function adviceFor(refused: RefusedLogin): string {
  const { status } = refused.response;
  if (status >= 500) return 'The server failed. See its log.';
  if (status < 400) return redirectAdvice(refused);
  return byStatus[status]?.(refused) ?? ACCOUNT;
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
function fieldsAdvice({ request, response, who }: RefusedLogin): string {
  if (namesCsrf(response)) return CSRF_ADVICE;
  const sent = sentNames(request);
  const others = namedFields(response).filter(
    (name) => isCredentialName(name) && !isSent(name, sent) && !echoes(name, who.password),
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

function redirectAdvice({ request, response, who }: RefusedLogin): string {
  const { status } = response;
  const location = response.headers['location'] ?? '';
  const [path = ''] = location.replace(/^https?:\/\/[^/]+/i, '').split(/[?#]/);
  if (path === `${request.path}/`)
    return `The path of the login ends with a slash: write ${request.method} ${request.path}/.`;
  const where = location === '' || echoes(location, who.password) ? '' : ` to ${shownLocation(location)}`;
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
