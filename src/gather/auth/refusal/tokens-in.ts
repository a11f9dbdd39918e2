import type { Place } from '../../../flows/contract.ts';
import { parseJson } from '../../../flows/interpreter.ts';
import type { HttpResponse } from '../../../model/http.ts';

/** Which token of a session a value probably is. `session` is a cookie that is sent back without a capture. */
export type TokenRole = 'access-token' | 'refresh-token' | 'id-token' | 'session-cookie';

/** Where a response has a token. Its value is not kept. */
export interface FoundToken {
  readonly place: Place;
  /** The name for people: `data.accessToken`, `cookie rt`, `header authorization`. */
  readonly name: string;
  readonly role: TokenRole;
  /** The value begins with the word "Bearer". */
  readonly isBearer: boolean;
}

/** Tokens of a response, by the form and the names of its values: JSON at any depth, cookies, headers. */
export const tokensIn = (response: Pick<HttpResponse, 'body' | 'headers' | 'setCookies'>): readonly FoundToken[] => [
  ...inJson(parseJson(response.body), [], 0).slice(0, MOST_TOKENS),
  ...inHeaders(response.headers),
  ...response.setCookies.slice(0, MOST_TOKENS).flatMap(inCookie),
];

/** Logins return one to three. The server controls the response. */
const MOST_TOKENS = 10;
const DEEPEST = 6;
const MOST_KEYS = 100;
const LONGEST_NAME = 80;

const JWT = /^(?:Bearer )?eyJ[\w-]+\.[\w-]+\.[\w-]*$/;

const TOKEN = /(?:^|[-_.]|[a-z])(?:access|token|jwt|bearer|refresh|auth_?key|api_?key)(?![a-z])/i;
/** Facts about a token, and tokens that do not sign in. */
const NO_TOKEN =
  /type|expir|expires|ttl|lifetime|scope|csrf|xsrf|push|device|reset|invite|fcm|url|uri|_at$|At$|_in$|In$/;

const isTokenName = (name: string): boolean => TOKEN.test(name) && !NO_TOKEN.test(name);

function roleOf(path: readonly string[]): TokenRole {
  const name = path.join('.');
  if (/refresh/i.test(name) || /^rt$/i.test(path.at(-1) ?? '')) return 'refresh-token';
  return /(?:^|[._-])id[-_]?token|(?:^|\.)idToken$/i.test(path.at(-1) ?? '') ? 'id-token' : 'access-token';
}

function inJson(value: unknown, path: readonly string[], depth: number): readonly FoundToken[] {
  if (typeof value === 'string') return isToken(value, path) ? [jsonToken(value, path)] : [];
  if (depth > DEEPEST || typeof value !== 'object' || value === null) return [];
  return Object.entries(value)
    .slice(0, MOST_KEYS)
    .filter(([key]) => isInPlace(key))
    .flatMap(([key, inner]) => inJson(inner, [...path, key], depth + 1));
}

/** A dot in a key cannot be written in a place. */
const isInPlace = (key: string): boolean => key !== '' && !key.includes('.') && key.length <= LONGEST_NAME;

const jsonToken = (value: string, path: readonly string[]): FoundToken => {
  const name = path.join('.');
  return { place: `json:${name}`, name, role: roleOf(path), isBearer: value.startsWith('Bearer ') };
};

/** A JWT, or one word under the name of a token. In `tokens.access.value` the name of the object says what it is. */
function isToken(value: string, path: readonly string[]): boolean {
  const [name = '', around = ''] = path.toReversed();
  if (name === '') return false;
  if (JWT.test(value)) return true;
  const isNamed = isTokenName(name) || (/^(?:value|raw)$/.test(name) && isTokenName(around));
  return isNamed && /^\S+$/.test(value);
}

const HEADERS = /^(?:authorization|(?:x-|set-)?(?:auth|access|refresh)[-_]?token|x-token)$/;

const inHeaders = (headers: HttpResponse['headers']): readonly FoundToken[] =>
  Object.entries(headers)
    .filter(([name, value]) => HEADERS.test(name) && value !== '')
    .map(([name, value]) => ({
      place: `header:${name}`,
      name: `header ${name}`,
      role: roleOf([name]),
      isBearer: /^Bearer /i.test(value),
    }));

const SESSION = /sess|(?:^|[._-])sid$|^sid|auth/i;

function inCookie(line: string): readonly FoundToken[] {
  const [, name = '', value = ''] = /^\s*([^=;\s]{1,80})=\s*([^;\s]+)/.exec(line) ?? [];
  const role = cookieRole(name, value);
  return role === null ? [] : [{ place: `cookie:${name}`, name: `cookie ${name}`, role, isBearer: false }];
}

function cookieRole(name: string, value: string): TokenRole | null {
  if (name === '' || /csrf|xsrf/i.test(name)) return null;
  if (isTokenName(name) || JWT.test(value) || /^rt$/i.test(name)) return roleOf([name]);
  return SESSION.test(name) ? 'session-cookie' : null;
}

/** The first token of each role, for the captures of a login: `access` and `refresh`. */
export function capturesOf(tokens: readonly FoundToken[]): readonly (readonly [name: string, token: FoundToken])[] {
  const first = (role: TokenRole): FoundToken | undefined => tokens.find((token) => token.role === role);
  const captures = { access: first('access-token') ?? first('id-token'), refresh: first('refresh-token') };
  return Object.entries(captures).flatMap(([name, token]) => (token === undefined ? [] : [[name, token] as const]));
}
