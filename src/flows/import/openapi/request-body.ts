import { formEncoded } from '../../body.ts';
import { FORM_TYPE, JSON_TYPE, type RawBody } from '../body.ts';
import { at, entriesOf, listAt, textAt } from '../document.ts';
import { fixed, wellFormed } from '../template-text.ts';
import { type Example, schemaExample, writtenExample } from './examples.ts';
import type { Resolve } from './references.ts';

/** The body of an operation with its example; null where there is no example that can be written. */
export function exampleBody(document: unknown, operation: unknown, resolve: Resolve): RawBody | null {
  const content = entriesOf(at(resolve(at(operation, 'requestBody')), 'content'));
  const [type, media] = Object.entries(content).toSorted(([a], [b]) => rank(a) - rank(b))[0] ?? [];
  if (type === undefined) return oldBody(document, operation, resolve);
  const schema = at(media, 'schema');
  return written(type, writtenExample(media, resolve) ?? schemaExample(schema, resolve));
}

/** JSON first, then forms. */
const rank = (type: string): number => (JSON_TYPE.test(type) ? 0 : type.startsWith(FORM_TYPE) ? 1 : 2);

/** Swagger 2.0: a parameter in the body, or fields of a form. */
function oldBody(document: unknown, operation: unknown, resolve: Resolve): RawBody | null {
  const parameters = listAt(operation, 'parameters').map(resolve);
  const consumes = [...listAt(operation, 'consumes'), ...listAt(document, 'consumes')].filter(
    (type) => typeof type === 'string',
  );
  const body = parameters.find((parameter) => textAt(parameter, 'in') === 'body');
  if (body !== undefined) {
    const type = consumes.find((each) => JSON_TYPE.test(each)) ?? 'application/json';
    return written(type, writtenExample(body, resolve) ?? schemaExample(at(body, 'schema'), resolve));
  }
  const fields = parameters.filter((parameter) => textAt(parameter, 'in') === 'formData');
  const examples = fields.map((field) => [textAt(field, 'name') ?? '', writtenExample(field, resolve), field] as const);
  const known = examples.flatMap(([name, example]) => (example === null ? [] : [[name, example.value] as const]));
  const isComplete = examples.every(([, example, field]) => example !== null || at(field, 'required') !== true);
  if (known.length === 0 || !isComplete) return null;
  return written(consumes[0] ?? FORM_TYPE, { value: Object.fromEntries(known) });
}

function written(type: string, example: Example | null): RawBody | null {
  if (example === null) return null;
  const { value } = example;
  if (JSON_TYPE.test(type)) return ofText(jsonOf(value), type);
  if (type.startsWith(FORM_TYPE)) return ofText(formOf(value), type);
  if (/^multipart\/form-data\b/i.test(type)) return multipartOf(value);
  return ofText(typeof value === 'string' ? value : null, type);
}

const ofText = (text: string | null, type: string): RawBody | null =>
  text === null ? null : { kind: 'text', text: fixed(text), type };

/** Some documents have their JSON as a text. */
function jsonOf(value: unknown): string | null {
  try {
    if (typeof value === 'string' && typeof JSON.parse(value) === 'object') return value;
  } catch {
    // A text that is no JSON is the JSON string of its characters.
  }
  try {
    return JSON.stringify(value) ?? null;
  } catch {
    return null;
  }
}

function scalarsOf(value: unknown): readonly (readonly [name: string, text: string])[] | null {
  const entries = Object.entries(entriesOf(value));
  const isFlat = entries.every(([, inner]) => ['string', 'number', 'boolean'].includes(typeof inner));
  return entries.length > 0 && isFlat ? entries.map(([name, inner]) => [name, wellFormed(String(inner))]) : null;
}

const formOf = (value: unknown): string | null =>
  scalarsOf(value)
    ?.map(([name, text]) => `${formEncoded(wellFormed(name))}=${formEncoded(text)}`)
    .join('&') ?? null;

function multipartOf(value: unknown): RawBody | null {
  const fields = scalarsOf(value);
  if (fields === null) return null;
  return {
    kind: 'parts',
    parts: fields.map(([name, text]) => ({ name, filename: null, type: null, content: fixed(text) })),
  };
}
