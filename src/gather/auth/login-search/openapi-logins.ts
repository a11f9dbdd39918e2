import { at, entriesOf, listAt, textAt } from '../../../flows/import/document.ts';
import { resolverOf, type Resolve } from '../../../flows/import/openapi/references.ts';
import { serverOf } from '../../../flows/import/openapi/server.ts';
import { FORM_TYPE, JSON_TYPE } from '../../../flows/import/body.ts';
import type { Target } from '../../../model/target.ts';
import type { FoundLogin } from './contract.ts';
import { bestFirst, isPasswordName, LONGEST_NAME, loginFields } from './fields.ts';
import { ownPath } from './own-path.ts';

/** A document, and the path from which it came. */
export interface ServedDocument {
  readonly path: string;
  readonly json: unknown;
}

const SIGNS_IN = /log[-_]?in|sign[-_]?in|token|session|authenticate|auth-with-password|\/auth\/?$/i;
const DOES_OTHER =
  /refresh|log-?_?out|sign-?_?out|sign-?_?up|register|reset|forgot|verify|revoke|confirm|change|password\/|invite/i;

/** The logins of an OpenAPI 3.x or Swagger 2.0 document: `tokenUrl` of the password grant, and operations with a password. */
export function loginsInOpenApi(document: ServedDocument, target: Target): readonly FoundLogin[] {
  const { json } = document;
  if (!/^[23]\./.test(textAt(json, 'openapi') ?? textAt(json, 'swagger') ?? '')) return [];
  const resolve = resolverOf(json);
  const { prefix } = serverOf(json);
  const operations = loginOperations(json, resolve).flatMap(({ path, fields }) => {
    const own = ownPath(`${prefix}${path}`, '/', target);
    return own === null
      ? []
      : [{ ...fields, path: own, csrf: null, from: 'openapi', seen: namedBy(document, own) } as const];
  });
  const grants = tokenUrls(json, resolve).flatMap((url): readonly FoundLogin[] => {
    const own = ownPath(url, `${prefix}/`, target);
    return own === null ? [] : [{ ...PASSWORD_GRANT, path: own, seen: namedBy(document, own) }];
  });
  const known = new Set(operations.map(({ path }) => path));
  return bestFirst([...operations, ...grants.filter(({ path }) => !known.has(path))]);
}

const namedBy = ({ path }: ServedDocument, login: string): string => `GET ${path} describes POST ${login}`;

/** RFC 6749 §4.3.2. */
export const PASSWORD_GRANT = {
  encoding: 'form',
  usernameField: 'username',
  passwordField: 'password',
  csrf: null,
  constants: { grant_type: 'password' },
  from: 'openapi',
} as const satisfies Omit<FoundLogin, 'path' | 'seen'>;

function tokenUrls(document: unknown, resolve: Resolve): readonly string[] {
  const schemes = [at(at(document, 'components'), 'securitySchemes'), at(document, 'securityDefinitions')];
  return schemes
    .flatMap((each) => Object.values(entriesOf(each)))
    .map(resolve)
    .flatMap((scheme) => {
      const grant = textAt(scheme, 'flow') === 'password' ? scheme : at(at(scheme, 'flows'), 'password');
      return textAt(grant, 'tokenUrl') ?? [];
    });
}

type Fields = Pick<FoundLogin, 'encoding' | 'usernameField' | 'passwordField' | 'constants'>;

/** Real documents have some hundred paths. */
const MOST_PATHS = 5_000;

function loginOperations(
  document: unknown,
  resolve: Resolve,
): readonly { readonly path: string; readonly fields: Fields }[] {
  return Object.entries(entriesOf(at(document, 'paths')))
    .slice(0, MOST_PATHS)
    .filter(([path]) => /^\/[^{}]*$/.test(path) && SIGNS_IN.test(path) && !DOES_OTHER.test(path))
    .flatMap(([path, item]) => {
      const operation = at(resolve(item), 'post');
      const fields = operation === undefined ? null : fieldsOf(document, operation, resolve);
      return fields === null ? [] : [{ path, fields }];
    });
}

/** Null for a body without a password. */
function fieldsOf(document: unknown, operation: unknown, resolve: Resolve): Fields | null {
  const [json, form] = bodyNames(document, operation, resolve);
  for (const [encoding, names] of [
    ['json', json],
    ['form', form],
  ] as const) {
    const found = loginFields(names);
    if (found.passwordField === null) continue;
    return { ...found, encoding, constants: names.includes('grant_type') ? { grant_type: 'password' } : {} };
  }
  return null;
}

type Names = readonly string[];

/** The names of the fields of the JSON body and of the form; empty where the operation takes none. */
function bodyNames(document: unknown, operation: unknown, resolve: Resolve): readonly [json: Names, form: Names] {
  const content = Object.entries(entriesOf(at(resolve(at(operation, 'requestBody')), 'content')));
  const namesOf = (is: (type: string) => boolean): Names =>
    content.filter(([type]) => is(type)).flatMap(([, media]) => schemaNames(at(media, 'schema'), resolve));
  if (content.length > 0) return [namesOf(isJson), namesOf(isForm)];
  const parameters = listAt(operation, 'parameters').map(resolve);
  const body = parameters.find((each) => textAt(each, 'in') === 'body');
  const fields = parameters.filter((each) => textAt(each, 'in') === 'formData');
  const consumes = [...listAt(operation, 'consumes'), ...listAt(document, 'consumes')];
  const names = [...schemaNames(at(body, 'schema'), resolve)];
  const isFormOnly = consumes.length > 0 && !consumes.some((type) => typeof type === 'string' && isJson(type));
  return [
    isFormOnly ? [] : names,
    [...fields.flatMap((each) => textAt(each, 'name') ?? []), ...(isFormOnly ? names : [])],
  ];
}

const isJson = (type: string): boolean => JSON_TYPE.test(type) || type === '*/*';
const isForm = (type: string): boolean => type.startsWith(FORM_TYPE) || type.startsWith('multipart/form-data');

/** A login has its fields in the body, or in one object inside. Schemas may contain themselves. */
const DEEPEST = 4;
const MOST_SCHEMAS = 500;

/** The names of the properties; those of objects inside with the name in front. Optional ones beside a required password are left out. */
function schemaNames(schema: unknown, resolve: Resolve): Names {
  let left = MOST_SCHEMAS;
  const namesIn = (given: unknown, depth: number): Names => {
    left -= 1;
    const found = resolve(given);
    if (left < 0 || depth > DEEPEST) return [];
    const parts = ['allOf', 'anyOf', 'oneOf']
      .flatMap((key) => listAt(found, key))
      .flatMap((each) => namesIn(each, depth + 1));
    const required = listAt(found, 'required');
    const isStrict = required.some((name) => typeof name === 'string' && isPasswordName(name));
    const properties = Object.entries(entriesOf(at(found, 'properties'))).filter(
      ([name]) => name.length <= LONGEST_NAME && (!isStrict || required.includes(name)),
    );
    const own = properties.flatMap(([name, inner]) => {
      const inside = namesIn(inner, depth + 1);
      return inside.length === 0 ? [name] : inside.map((each) => `${name}.${each}`);
    });
    return [...own, ...parts];
  };
  return namesIn(schema, 0);
}
