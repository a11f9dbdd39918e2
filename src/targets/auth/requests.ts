import type { Credentials, TokenPair } from '../../model/auth.ts';
import { unsendableInHeader } from '../../model/header.ts';
import type { HttpRequest, HttpResponse } from '../../model/http.ts';
import type { AuthStack } from './contract.ts';

const post = (
  path: string,
  fields: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): HttpRequest => ({
  method: 'POST',
  path,
  headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
  body: JSON.stringify(fields),
});

const bearer = (access: string): Readonly<Record<string, string>> => ({ authorization: `Bearer ${access}` });

export const loginRequest = (stack: AuthStack, who: Credentials): HttpRequest =>
  post(stack.login.path, {
    ...stack.constant,
    [stack.login.usernameField]: who.username,
    [stack.login.passwordField]: who.password,
  });

export const refreshRequest = (stack: AuthStack, refreshToken: string): HttpRequest =>
  post(stack.refresh.path, { ...stack.constant, [stack.refresh.field]: refreshToken });

/** @returns null where the stack has no logout route. Some logout routes want the access token too, so it is sent along. */
export const logoutRequest = (stack: AuthStack, tokens: TokenPair): HttpRequest | null =>
  stack.logout === null || tokens.refresh === null
    ? null
    : post(stack.logout.path, { ...stack.constant, [stack.logout.field]: tokens.refresh }, bearer(tokens.access));

export const apiRequest = (path: string, access: string): HttpRequest => ({
  method: 'GET',
  path,
  headers: { accept: 'application/json', ...bearer(access) },
  body: null,
});

/**
 * The tokens in an answer to a login or a refresh.
 * @returns null unless the status is 2xx and the body holds an access token: a token is what makes an answer a success.
 */
export function tokensIn(stack: AuthStack, response: HttpResponse): TokenPair | null {
  if (response.status < 200 || response.status > 299) return null;
  const body = parsedBody(response);
  const access = at(body, stack.tokens.access);
  if (typeof access !== 'string' || access === '') return null;
  const refresh = at(body, stack.tokens.refresh);
  return { access, refresh: typeof refresh === 'string' && refresh !== '' ? refresh : null };
}

/**
 * Why the access token could not be sent back, or null. A token is text that the server chose: it may hold a line break. The
 * token itself is not repeated.
 */
export function unusable({ access }: TokenPair): string | null {
  const problem = unsendableInHeader(access);
  return problem === null ? null : `an access token that contains ${problem}`;
}

/** The body as JSON, or undefined when it is none. */
export function parsedBody(response: HttpResponse): unknown {
  try {
    return JSON.parse(response.body);
  } catch {
    return undefined;
  }
}

const at = (value: unknown, dottedPath: string): unknown =>
  dottedPath
    .split('.')
    .reduce<unknown>(
      (inner, key) =>
        typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[key] : undefined,
      value,
    );
