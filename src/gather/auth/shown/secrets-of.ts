import type { Names, Session } from '../../../flows/contract.ts';
import { parseJson } from '../../../flows/interpreter.ts';
import type { HttpRequest } from '../../../model/http.ts';
import { hasSecretForm, isSecretName } from '../../../model/secrets.ts';
import { NO_SUCH } from '../bad-input/no-such.ts';
import { isCsrfName } from '../responses/set-cookies.ts';
import type { Secret } from './parts.ts';

/** The secrets of the user and of the client. The account name is one, since it may be the address of a person. */
export const secretsOfNames = ({ username, password, client, env }: Names): readonly Secret[] =>
  knownOnly([
    { variable: 'PASSWORD', value: password },
    { variable: 'CLIENT_SECRET', value: client.secret },
    { variable: 'BASIC_CREDENTIALS', value: btoaUtf8(`${client.id}:${client.secret}`) },
    ...Object.entries(env).map(([name, value]) => ({ variable: variableOf(name), value })),
    { variable: 'LOGIN', value: username },
  ]);

const btoaUtf8 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

/** The tokens and cookies of a session. */
export const secretsOfSession = ({ values, cookies }: Session): readonly Secret[] =>
  knownOnly([
    ...tokenSecret('ACCESS_TOKEN', values['access']),
    ...tokenSecret('REFRESH_TOKEN', values['refresh']),
    ...Object.entries(values).flatMap(([name, value]) => tokenSecret(variableOf(name), value)),
    ...cookies.map(({ name, value }) => ({ variable: cookieVariable(name), value })),
  ]);

const tokenSecret = (variable: string, value: unknown): readonly Secret[] =>
  typeof value === 'string' || (typeof value === 'number' && variable.endsWith('TOKEN'))
    ? [{ variable, value: String(value) }]
    : [];

/** What was made up here is no secret. */
const knownOnly = (secrets: readonly Secret[]): readonly Secret[] =>
  secrets.filter(({ value }) => value !== '' && !isMadeUp(value));

const isMadeUp = (value: string): boolean => value.includes(NO_SUCH);

const cookieVariable = (name: string): string => (isCsrfName(name) ? 'CSRF_TOKEN' : 'COOKIE');

/** A name of a field as the name of a variable. */
function variableOf(name: string): string {
  const plain = name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
    .replaceAll(/\W+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .toUpperCase();
  // These names belong to the shell.
  return /^[A-Z]\w{1,39}$/.test(plain) && !/^(?:PATH|HOME|PWD|USER|USERNAME|IFS|SHELL|ENV)$/.test(plain)
    ? plain
    : 'VALUE';
}

/**
 * The secrets that the place of a text shows, whose value no session holds: a hidden field of a form, a cookie of an earlier
 * step, credentials of a client. A made-up value stays, unless it has the form of a token.
 */
export function secretsByPlace(
  { path, headers, body }: HttpRequest,
  harmless: readonly string[] = [],
): readonly Secret[] {
  const fields = [...fieldsOf(path.split('?')[1] ?? ''), ...bodyFields(headers, body)];
  return knownOnly([...Object.entries(headers).flatMap(inHeader), ...fields.flatMap(inField)]).filter(
    ({ value }) => !harmless.includes(value),
  );
}

function inHeader([name, value]: readonly [string, string]): readonly Secret[] {
  if (name === 'cookie') {
    return pairsOf(value, '; ').map(([key, inner]) => ({ variable: cookieVariable(key), value: inner }));
  }
  if (name === 'authorization') return [credentialsOf(value)];
  if (isCsrfName(name)) return [{ variable: 'CSRF_TOKEN', value }];
  return isSecretName(name) || hasSecretForm(value) ? [{ variable: variableOf(name), value }] : [];
}

function inField([name, value]: readonly [string, string]): readonly Secret[] {
  if (isCsrfName(name)) return [{ variable: 'CSRF_TOKEN', value }];
  return isSecretName(name) || mayBeSecret(value) ? [{ variable: variableOf(name), value }] : [];
}

function credentialsOf(value: string): Secret {
  const [scheme = '', ...rest] = value.split(' ');
  if (rest.length === 0) return { variable: 'CREDENTIALS', value };
  const variable = scheme.toLowerCase() === 'basic' ? 'BASIC_CREDENTIALS' : 'TOKEN';
  return { variable, value: rest.join(' ') };
}

/** As long as the shortest usual random value of a server. Words and addresses of a form are shorter, or hold a blank. */
const SHORTEST_RANDOM = 16;
const mayBeSecret = (value: string): boolean =>
  hasSecretForm(value) || (value.length >= SHORTEST_RANDOM && /^\S+$/.test(value));

const pairsOf = (text: string, separator: string): readonly (readonly [string, string])[] =>
  text.split(separator).map((pair) => {
    const equals = pair.indexOf('=');
    return [pair.slice(0, Math.max(0, equals)), pair.slice(equals + 1)];
  });

const fieldsOf = (form: string): readonly (readonly [string, string])[] =>
  form === '' ? [] : [...new URLSearchParams(form)];

function bodyFields(headers: HttpRequest['headers'], body: string | null): readonly (readonly [string, string])[] {
  if (body === null) return [];
  const json = parseJson(body);
  if (json === undefined) return (headers['content-type'] ?? '').includes('form') ? fieldsOf(body) : [['body', body]];
  const found: (readonly [string, string])[] = [];
  const walk = (name: string, value: unknown): void => {
    if (typeof value === 'string') found.push([name, value]);
    else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) walk(key, inner);
  };
  walk('value', json);
  return found;
}
