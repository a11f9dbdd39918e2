import type { BadInputKind, BadInputRoute } from '../../../model/bad-input.ts';
import type { HttpRequest, Method } from '../../../model/http.ts';
import type { Alter } from './altered.ts';
import { NO_SUCH } from './no-such.ts';

/** One bad request to one route. */
export interface Input {
  readonly kind: BadInputKind;
  readonly variant: string;
  readonly alter: Alter;
}

/** Above the 64 kB that servers allow for a login at most, and below what fills a socket's buffer of loopback. */
const LONG_FIELD_CHARACTERS = 100_000;
/** Above the header limits of usual servers, which are 8 and 16 kB. */
const LONG_HEADER_CHARACTERS = 20_000;

const base64url = (text: string): string => btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const HEADER = base64url('{"alg":"HS256","typ":"JWT"}');
const brokenTokens = [
  ['three parts that are no base64', '%%%.%%%.%%%'],
  ['a JWT whose header is no JSON', `${base64url('{"alg":')}.${base64url('{"sub":"1"}')}.AAAA`],
  ['a JWT whose payload is no JSON', `${HEADER}.${base64url('{"sub":')}.AAAA`],
  ['a JWT whose payload is a list', `${HEADER}.${base64url('[1]')}.AAAA`],
] as const;

const asIs: Alter = (request) => ({ ...request });
const withBody =
  (body: string, type?: string): Alter =>
  (request) => ({
    ...request,
    body,
    headers: type === undefined ? request.headers : { ...request.headers, 'content-type': type },
  });

/** The JSON object of the body with another value in the field that presents the credential; `undefined` drops it. */
const withField =
  (value: unknown): Alter =>
  (request) => {
    const { body } = request;
    if (formOf(request) === 'form') return formWith(request, value);
    if (body === null || formOf(request) !== 'json') return null;
    const fields = JSON.parse(body) as Record<string, unknown>;
    return { ...request, body: JSON.stringify(fieldsWith(fields, value)) };
  };

const fieldsWith = (fields: Record<string, unknown>, value: unknown): Record<string, unknown> => {
  const name = Object.keys(fields).find((key) => isNoSuch(fields[key]));
  return name === undefined ? fields : { ...fields, [name]: value };
};

const isNoSuch = (value: unknown): boolean => typeof value === 'string' && value.includes(NO_SUCH);

/** A form has text only. */
function formWith(request: HttpRequest, value: unknown): HttpRequest | null {
  if (value !== undefined && typeof value !== 'string') return null;
  const fields = new URLSearchParams(request.body ?? '');
  const name = [...fields.keys()].find((key) => isNoSuch(fields.get(key)));
  if (name === undefined) return null;
  if (value === undefined) fields.delete(name);
  else fields.set(name, value);
  return { ...request, body: fields.toString() };
}

const onlyJson =
  (alter: Alter): Alter =>
  (request) =>
    formOf(request) === 'json' ? alter(request) : null;

const onlyWithBody =
  (alter: Alter): Alter =>
  (request) =>
    formOf(request) === null ? null : alter(request);

export function formOf({ headers, body }: HttpRequest): 'json' | 'form' | null {
  const type = headers['content-type'] ?? '';
  if (type.startsWith('application/x-www-form-urlencoded')) return 'form';
  return type.startsWith('application/json') && body !== null && body.startsWith('{') ? 'json' : null;
}

const input = (kind: BadInputKind, variant: string, alter: Alter): Input => ({ kind, variant, alter });

/** Bad bodies of a login or a refresh. Each names no account. */
const bodies: readonly Input[] = [
  input('unknown', 'an unknown name or token', asIs),
  ...[
    ['cut off', '{"a":'],
    ['with a comma at its end', '{"a":"b",}'],
    ['plain words', 'a=b'],
  ].map(([how, text = '']) => input('malformed-json', `JSON ${how}`, onlyJson(withBody(text)))),
  input('missing-field', 'an empty body', onlyWithBody(withBody(''))),
  input('missing-field', 'an empty object', onlyJson(withBody('{}'))),
  input('missing-field', 'a body without the first field', withField(undefined)),
  ...(
    [
      ['an object', { a: 1 }],
      ['a list', ['a']],
      ['a number', 7],
      ['null', null],
      ['true', true],
    ] as const
  ).map(([name, value]) => input('wrong-type', `${name} in place of a text`, onlyJson(withField(value)))),
  ...['[]', 'null', '"text"'].map((text) =>
    input('wrong-type', `the JSON ${text} in place of an object`, onlyJson(withBody(text))),
  ),
  input(
    'wrong-content-type',
    'JSON as text/plain',
    onlyJson((request) => withBody(request.body ?? '', 'text/plain')(request)),
  ),
  input(
    'wrong-content-type',
    'a form in place of JSON',
    onlyJson(withBody('a=b', 'application/x-www-form-urlencoded')),
  ),
  input('odd-text', 'a NUL in a field', withField(`${NO_SUCH}\u0000`)),
  input('odd-text', 'half a surrogate pair in a field', onlyJson(withField(`${NO_SUCH}\uD800`))),
  input('oversized', `a field of ${LONG_FIELD_CHARACTERS / 1_000} kB`, withField('a'.repeat(LONG_FIELD_CHARACTERS))),
];

const tokensInBody = brokenTokens.map(([name, token]) => input('broken-token', name, withField(token)));

/** The methods that no login has. DELETE is left out, because it may be the sign-out of the same path. */
const methods = (['PUT', 'PATCH'] as const).map((method: Method) =>
  input('wrong-method', method, (request) => (request.method === 'POST' ? { ...request, method } : null)),
);

const withoutCredentials: Alter = ({ headers, ...request }) => {
  const { authorization: _authorization, cookie: _cookie, ...rest } = headers;
  return { ...request, headers: rest };
};

const withAuthorization =
  (value: string): Alter =>
  (request) =>
    request.headers['authorization'] === undefined
      ? null
      : { ...request, headers: { ...request.headers, authorization: value } };

const reads: readonly Input[] = [
  input('no-credentials', 'no credentials', withoutCredentials),
  input('unknown', 'an unknown token', asIs),
  input('malformed-header', 'the word Bearer alone', withAuthorization('Bearer')),
  input('malformed-header', 'three words after Bearer', withAuthorization('Bearer a b c')),
  input('malformed-header', 'Basic with text that is no base64', withAuthorization('Basic %%%')),
  input('malformed-header', 'a scheme that does not exist', withAuthorization('Whyslow abc')),
  ...brokenTokens.map(([name, token]) => input('broken-token', name, withAuthorization(`Bearer ${token}`))),
  input(
    'oversized',
    `a token of ${LONG_HEADER_CHARACTERS / 1_000} kB`,
    withAuthorization(`Bearer ${'a'.repeat(LONG_HEADER_CHARACTERS)}`),
  ),
];

export const inputsFor: Readonly<Record<BadInputRoute, readonly Input[]>> = {
  'protected route': reads,
  'refresh route': [...bodies, ...tokensInBody],
  'login route': [...bodies, ...methods],
};
