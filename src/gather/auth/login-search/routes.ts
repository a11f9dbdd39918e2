import { parseJson } from '../../../flows/interpreter.ts';
import type { HttpResponse } from '../../../model/http.ts';
import type { FoundLogin } from './contract.ts';
import { isPasswordName, loginFields } from './fields.ts';
import { namedFields } from './named-fields.ts';
import { PASSWORD_GRANT } from './openapi-logins.ts';

/** Common paths of logins, most common first: of frameworks' guides, of generators, and of OAuth. */
export const loginPaths: readonly string[] = [
  '/api/auth/login',
  '/api/login',
  '/auth/login',
  '/login',
  '/api/v1/auth/login',
  '/v1/auth/login',
  '/api/users/login',
  '/users/login',
  '/users/sign_in',
  '/api/users/sign_in',
  '/token',
  '/auth/token',
  '/api/token',
  '/oauth/token',
  '/api/sessions',
  '/api/session',
  '/sessions',
  '/session',
  '/api/signin',
  '/signin',
  '/auth/signin',
  '/auth/sign-in',
  '/user/login',
  '/account/login',
  '/accounts/login/',
  '/api/authenticate',
  '/authenticate',
];

/** A path beside this one that no server has. */
export const siblingOf = (path: string): string => path.replace(/[^/]+(\/?)$/, 'whyslow-no-such-route$1');

/** The statuses with which a login refuses an empty body. */
const REFUSES: ReadonlySet<number> = new Set([400, 401, 403, 415, 422, 429]);

type Kind = 'json' | 'page' | 'text' | 'nothing';

function kindOf({ body }: HttpResponse): Kind {
  if (body.trim() === '') return 'nothing';
  const json = parseJson(body);
  if (typeof json === 'object' && json !== null) return 'json';
  return /^\s*</.test(body) ? 'page' : 'text';
}

const namesPassword = (response: HttpResponse): boolean => namedFields(response).some(isPasswordName);

/** HTTP authentication of a proxy or of the whole server is no login. */
const OTHER_SCHEME = /^\s*(?:basic|digest|negotiate|ntlm)\b/i;

/** Whether the response to an empty body can come from a login, so that the sibling path is worth a request. */
export function mayBeLogin(response: HttpResponse): boolean {
  const { status, headers } = response;
  if (status === 404 || status === 405 || status >= 500) return false;
  if (!REFUSES.has(status)) return kindOf(response) === 'json' && namesPassword(response);
  if (OTHER_SCHEME.test(headers['www-authenticate'] ?? '')) return false;
  // A login page refuses a request without its CSRF token so. Its form is found in the page itself.
  return !((status === 401 || status === 403) && kindOf(response) === 'page');
}

/** A server, a proxy or a gateway that answers the same on a path that does not exist has shown no route. */
export const isLikeNoRoute = (response: HttpResponse, sibling: HttpResponse | null): boolean =>
  sibling === null ||
  (sibling.status === response.status &&
    kindOf(sibling) === kindOf(response) &&
    namesPassword(sibling) === namesPassword(response));

/** Responses to an empty body, each of a route that exists; null where it proved none. */
export interface RouteResponses {
  readonly json: HttpResponse | null;
  readonly form: HttpResponse | null;
}

/** The login behind these responses; null where they name other fields than those of an account. */
export function loginAt(path: string, responses: RouteResponses): FoundLogin | null {
  const [json, form] = [readable(responses.json), readable(responses.form)];
  if (json !== null && (form === null || takesJson(json, form))) return loginIn(json, path, 'json');
  return form === null ? onlyOther(path, responses) : loginIn(form, path, 'form');
}

function loginIn(response: HttpResponse, path: string, encoding: FoundLogin['encoding']): FoundLogin | null {
  const seen = seenText(path, encoding, response.status);
  if (asksForGrant(response)) return { ...PASSWORD_GRANT, from: 'route', path, seen };
  const names = namedFields(response);
  const fields = loginFields(names);
  if (names.length > 0 && fields.usernameField === null && fields.passwordField === null) return null;
  return { ...fields, path, encoding, csrf: null, constants: {}, from: 'route', seen };
}

const UNSUPPORTED_MEDIA_TYPE = 415;

const readable = (response: HttpResponse | null): HttpResponse | null =>
  response?.status === UNSUPPORTED_MEDIA_TYPE ? null : response;

/** A route that refuses one encoding takes the other one. */
function onlyOther(path: string, { json, form }: RouteResponses): FoundLogin | null {
  if ((json === null) === (form === null)) return null;
  const encoding = json === null ? 'json' : 'form';
  const seen = seenText(path, json === null ? 'form' : 'json', UNSUPPORTED_MEDIA_TYPE);
  return { usernameField: null, passwordField: null, path, encoding, csrf: null, constants: {}, from: 'route', seen };
}

const seenText = (path: string, encoding: FoundLogin['encoding'], status: number): string =>
  `POST ${path} answers an empty ${encoding === 'json' ? 'JSON body' : 'form'} with ${status}`;

/** A JSON parser ignores forms and a form parser ignores JSON, so that both may complain about the same fields. */
function takesJson(json: HttpResponse, form: HttpResponse): boolean {
  const [inJson, inForm] = [namesPassword(json), namesPassword(form)];
  if (inJson !== inForm) return inJson;
  return !asksForGrant(form) && !(inForm && isFastApi(form));
}

/** FastAPI does not parse a form into a JSON model, so that it names the fields of a form only where it wants a form. */
const isFastApi = ({ body }: HttpResponse): boolean => /"loc"\s{0,4}:\s{0,4}\[/.test(body);

/** RFC 6749 §5.2: the errors of a token endpoint. */
const asksForGrant = ({ body }: HttpResponse): boolean =>
  /"error"\s{0,4}:\s{0,4}"(?:unsupported_grant_type|invalid_client|invalid_grant)"/.test(body) ||
  /\bgrant_type\b/.test(body.slice(0, 2_000));
