import { parseJson } from '../../../flows/interpreter.ts';
import type { HttpResponse } from '../../../model/http.ts';
import { isCredentialName, LONGEST_NAME } from './fields.ts';
import { fieldsInProse } from './prose-fields.ts';

/** Errors of validation have some 20 values and 5 levels. The server controls both. */
const MOST_VALUES = 2_000;
const DEEPEST = 8;
const MOST_NAMES = 50;

/**
 * The fields that the error of a login names, in its order. Read are the forms of FastAPI, Django REST framework,
 * express-validator, zod, Joi, Ajv, class-validator, ASP.NET, Laravel, Spring and JSON:API, and sentences.
 */
export function namedFields({ body }: Pick<HttpResponse, 'body'>): readonly string[] {
  const json = parseJson(body);
  if (typeof json === 'object' && json !== null) return fieldsOf(json);
  return /^\s*</.test(body) ? [] : fieldsInProse(body);
}

interface Reading {
  readonly names: Set<string>;
  valuesLeft: number;
}

/** Where a value is: the names of the fields around it, and the key in front of it. */
interface Position {
  readonly prefix: readonly string[];
  readonly key: string;
  readonly depth: number;
}

function fieldsOf(json: object): readonly string[] {
  const reading: Reading = { names: new Set(), valuesLeft: MOST_VALUES };
  read(json, { prefix: [], key: '', depth: 0 }, reading);
  return [...reading.names];
}

function read(value: unknown, position: Position, reading: Reading): void {
  reading.valuesLeft -= 1;
  if (reading.valuesLeft < 0 || position.depth > DEEPEST) return;
  if (typeof value === 'string') readText(value, position, reading);
  else if (Array.isArray(value)) readList(value, position, reading);
  else if (typeof value === 'object' && value !== null) readObject(value as Entries, position, reading);
}

/** A list of texts under the name of a field is the list of complaints about it. */
function readList(list: readonly unknown[], position: Position, reading: Reading): void {
  const isComplaint = isField(position.key) && list.some((each) => typeof each === 'string');
  if (isComplaint) add(position.prefix, position.key, reading);
  for (const each of list) read(each, { ...position, depth: position.depth + 1 }, reading);
}

function readObject(value: Entries, { prefix: outer, key: name, depth }: Position, reading: Reading): void {
  const named = fieldOfError(value);
  if (named !== null) add([], named, reading);
  const hasErrors = ['_errors', 'errors'].some((key) => Array.isArray(value[key]));
  if (hasErrors && isField(name)) add(outer, name, reading);
  const prefix = isField(name) ? [...outer, name] : outer;
  for (const [key, inner] of Object.entries(value)) read(inner, { prefix, key, depth: depth + 1 }, reading);
}

/** A message is prose. A text under the name of a credential is the complaint about that field. zod puts JSON in a text. */
function readText(text: string, position: Position, reading: Reading): void {
  const { prefix, key, depth } = position;
  if (isField(key)) {
    const isComplaint = isCredentialName(key) && !/^(?:name|log)$/i.test(key) && !/^(?:\/|https?:)/.test(text);
    if (isComplaint) add(prefix, key, reading);
    return;
  }
  const inner = /^\s*\[\s*\{/.test(text) ? parseJson(text) : undefined;
  if (inner !== undefined) return read(inner, { ...position, depth: depth + 1 }, reading);
  if (MESSAGES.test(key)) for (const name of fieldsInProse(text)) add([], name, reading);
}

function add(prefix: readonly string[], key: string, { names }: Reading): void {
  const name = [...prefix, key.replace(/^\$\./, '')].join('.');
  if (key !== '' && name.length <= LONGEST_NAME && names.size < MOST_NAMES) names.add(name);
}

type Entries = Readonly<Record<string, unknown>>;

/** Keys of the error itself. All others are names of fields. */
const STRUCTURE =
  /^(?:|\$|\d+|errors?|details?|messages?|msg|title|reasons?|description|error_description|statusCode|status|code|type|traces?|traceId|stack|timestamp|path|pointer|success|data|result|results|response|body|query|source|loc|location|issues|inner|violations|invalid.?params|validation\w*|fields?|fieldErrors|formErrors|non_field_errors|__all__|_errors|_original|schema|instance|instancePath|schemaPath|dataPath|propertyPath|params?|keywords?|constraints|children|target|value|received|expected|input|ctx|context|keys|label|limit|hint|request\w*|requestId|ok|issue|extensions|exception|cause|url|lang|rejectedValue|bindingFailure|objectName|arguments|codes|defaultMessage|kind|properties)$/i;

const MESSAGES =
  /^(?:errors?|details?|messages?|msg|title|reasons?|description|error_description|non_field_errors|__all__|defaultMessage|issues|_errors|constraints|\$|)$/i;

const isField = (key: string): boolean => key.length <= LONGEST_NAME && !STRUCTURE.test(key);

/** The field of one error object, by the key with which its library names it. */
function fieldOfError(error: Entries): string | null {
  const { loc, path, source, instancePath, dataPath, params } = error;
  if (Array.isArray(loc)) return joined(loc.filter((part, at) => at > 0 || !PLACES.test(String(part))));
  if (Array.isArray(path)) return joined(path);
  const pointer = [at(source, 'pointer'), instancePath].find((each) => typeof each === 'string' && each !== '');
  if (typeof pointer === 'string') return pointer.replace(/^#?\/(?:data\/attributes\/)?/, '').replaceAll('/', '.');
  const direct = [at(params, 'missingProperty'), error['param'], error['field'], path, error['property']].find(isName);
  return direct ?? [error['propertyPath'], error['fieldName'], dataPath].find(isName)?.replace(/^\./, '') ?? null;
}

/** FastAPI and Django Ninja name the part of the request first. */
const PLACES = /^(?:body|form|json|query|__root__)$/;

/** The name of a field, not the path of a URL. */
const isName = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && !value.startsWith('/') && value.length <= LONGEST_NAME;

const at = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Entries)[key] : undefined;

/** Numbers are places in a list. */
function joined(parts: readonly unknown[]): string | null {
  const name = parts.filter((part) => typeof part === 'string').join('.');
  return name === '' ? null : name;
}
