import { at, type Entries, entriesOf, listAt, textAt } from '../document.ts';
import type { Resolve } from './references.ts';

/** An example of a document. The value may be null. */
export interface Example {
  readonly value: unknown;
}

/** Requests have some 5 levels. A schema inside itself has no example. */
const DEEPEST = 12;
/** Schemas that are looked at for one example: a bound for documents whose schemas contain each other many times. */
const MOST_SCHEMAS = 2_000;

/** Example, examples, default, const, the first of an enum. */
export function writtenExample(holder: unknown, resolve: Resolve): Example | null {
  for (const key of ['example', 'x-example']) {
    const value = at(holder, key);
    if (value !== undefined) return { value };
  }
  const [first] = listAt(holder, 'examples');
  if (first !== undefined) return { value: first };
  for (const named of Object.values(entriesOf(at(holder, 'examples')))) {
    const value = at(resolve(named), 'value');
    if (value !== undefined) return { value };
  }
  for (const key of ['default', 'const']) {
    const value = at(holder, key);
    if (value !== undefined) return { value };
  }
  const [one] = listAt(holder, 'enum');
  return one === undefined ? null : { value: one };
}

/** The example of a schema, also from the examples of its properties; null where a required one has none. */
export function schemaExample(schema: unknown, resolve: Resolve): Example | null {
  let left = MOST_SCHEMAS;
  const open = new Set<unknown>();
  const of = (given: unknown): Example | null => {
    left -= 1;
    const found = resolve(given);
    if (left < 0 || open.size > DEEPEST || open.has(found) || typeof found !== 'object' || found === null) return null;
    const written = writtenExample(found, resolve);
    if (written !== null) return written;
    open.add(found);
    const made = ofAll(found, of) ?? ofFirst(found, of) ?? ofList(found, of) ?? ofObject(entriesOf(found), of);
    open.delete(found);
    return made;
  };
  return of(schema);
}

type Inner = (schema: unknown) => Example | null;

function ofAll(schema: unknown, inner: Inner): Example | null {
  const parts = listAt(schema, 'allOf').map(inner);
  const known = parts.filter((part) => part !== null);
  if (parts.length === 0 || known.length < parts.length) return null;
  const [first] = known;
  if (known.length === 1 && first !== undefined) return first;
  return { value: Object.assign({}, ...known.map(({ value }) => entriesOf(value))) as unknown };
}

const ofFirst = (schema: unknown, inner: Inner): Example | null =>
  [...listAt(schema, 'oneOf'), ...listAt(schema, 'anyOf')].map(inner).find((example) => example !== null) ?? null;

function ofList(schema: unknown, inner: Inner): Example | null {
  const item = textAt(schema, 'type') === 'array' ? inner(at(schema, 'items')) : null;
  return item === null ? null : { value: [item.value] };
}

/** Optional properties without an example are left out. An object without any example is none. */
function ofObject(schema: Entries, inner: Inner): Example | null {
  const properties = Object.entries(entriesOf(schema['properties'])).map(
    ([name, value]) => [name, inner(value)] as const,
  );
  const required = listAt(schema, 'required');
  if (properties.some(([name, example]) => example === null && required.includes(name))) return null;
  const known = properties.flatMap(([name, example]) => (example === null ? [] : [[name, example.value] as const]));
  return known.length === 0 ? null : { value: Object.fromEntries(known) };
}
