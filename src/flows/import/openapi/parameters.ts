import { unsendableInHeader } from '../../../model/header.ts';
import { at, entriesOf, listAt, textAt } from '../document.ts';
import { type Header, isHeaderName } from '../headers.ts';
import { fixed, wellFormed } from '../template-text.ts';
import { type Example, schemaExample, writtenExample } from './examples.ts';
import type { Resolve } from './references.ts';

/** The required parameters of an operation with their examples, or the first one without. */
export type Placed =
  | {
      readonly kind: 'placed';
      readonly path: string;
      readonly query: readonly string[];
      readonly headers: readonly Header[];
    }
  | { readonly kind: 'missing'; readonly name: string };

interface Parameter {
  readonly name: string;
  readonly place: string;
  readonly isRequired: boolean;
  readonly written: unknown;
}

/** The parameters of the operation, and those of its path that it does not repeat. */
export function parametersOf(pathItem: unknown, operation: unknown, resolve: Resolve): readonly Parameter[] {
  const named = new Map<string, Parameter>();
  for (const given of [...listAt(pathItem, 'parameters'), ...listAt(operation, 'parameters')]) {
    const written = resolve(given);
    const [name, place] = [textAt(written, 'name') ?? '', textAt(written, 'in') ?? ''];
    const isRequired = at(written, 'required') === true || place === 'path';
    if (name !== '') named.set(`${place} ${name}`, { name, place, isRequired, written });
  }
  return [...named.values()];
}

/** Headers that other parts of a document describe (OpenAPI 3.1, Parameter Object). */
const DESCRIBED_ELSEWHERE = /^(?:accept|content-type|authorization)$/i;

/** Path and query are percent-encoded; values of headers are templates. */
export function placed(template: string, parameters: readonly Parameter[], resolve: Resolve): Placed {
  const filled = parameters.filter(isFilled).map((parameter) => ({ ...parameter, texts: textsOf(parameter, resolve) }));
  const missing = filled.find(({ texts, place }) => texts === null || place === 'cookie');
  if (missing !== undefined) return { kind: 'missing', name: missing.name };
  const of = (place: string): readonly { readonly name: string; readonly written: unknown; readonly texts: Texts }[] =>
    filled.flatMap((each) => (each.place === place && each.texts !== null ? [{ ...each, texts: each.texts }] : []));
  const path = of('path').reduce(
    (text, { name, texts }) => text.replaceAll(`{${name}}`, () => texts.map(encoded).join(',')),
    template,
  );
  const unfilled = /\{([^{}/]+)\}/.exec(path)?.[1];
  if (unfilled !== undefined) return { kind: 'missing', name: unfilled };
  const headers = of('header').map(({ name, texts }) => ({ name: name.toLowerCase(), value: fixed(texts.join(',')) }));
  return { kind: 'placed', path, query: of('query').flatMap(pairs), headers };
}

type Texts = readonly string[];

const isFilled = ({ name, place, isRequired }: Parameter): boolean =>
  isRequired && !['body', 'formData'].includes(place) && !(place === 'header' && DESCRIBED_ELSEWHERE.test(name));

const encoded = (text: string): string => encodeURIComponent(wellFormed(text));

/** The texts of an example: one, or one for each item of a list. Null where there is none that can be written. */
function textsOf({ name, place, written }: Parameter, resolve: Resolve): Texts | null {
  const example = exampleOf(written, resolve);
  if (example === null) return null;
  const values = Array.isArray(example.value) ? (example.value as unknown[]) : [example.value];
  const texts = values.map(textOf);
  const isSendable = texts.every((text) => text !== null && (place !== 'header' || unsendableInHeader(text) === null));
  if (place === 'path' && texts.join('') === '') return null;
  if (!isSendable || (place === 'header' && !isHeaderName(name))) return null;
  return texts.filter((text) => text !== null);
}

function exampleOf(written: unknown, resolve: Resolve): Example | null {
  const schema = at(written, 'schema');
  const own = writtenExample(written, resolve) ?? (schema === undefined ? null : schemaExample(schema, resolve));
  if (own !== null) return own;
  const [media] = Object.values(entriesOf(at(written, 'content')));
  const inside = writtenExample(media, resolve) ?? schemaExample(at(media, 'schema'), resolve);
  return inside === null ? null : { value: JSON.stringify(inside.value) };
}

const textOf = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;

/** Between the items of a list that is one text, by `style` (3.x) and `collectionFormat` (2.0). */
const SEPARATORS: Readonly<Record<string, string>> = {
  pipeDelimited: '|',
  spaceDelimited: ' ',
  pipes: '|',
  ssv: ' ',
  tsv: '\t',
};

/** A list is repeated in 3.x unless `explode` is false, and in 2.0 with `collectionFormat: multi`. */
function pairs({
  name,
  written,
  texts,
}: {
  readonly name: string;
  readonly written: unknown;
  readonly texts: Texts;
}): Texts {
  const format = textAt(written, 'collectionFormat');
  const isOld = at(written, 'schema') === undefined && at(written, 'content') === undefined;
  const isRepeated = isOld ? format === 'multi' : at(written, 'explode') !== false;
  if (isRepeated) return texts.map((text) => `${encoded(name)}=${encoded(text)}`);
  const separator = SEPARATORS[format ?? textAt(written, 'style') ?? ''] ?? ',';
  return [`${encoded(name)}=${texts.map(encoded).join(encodeURIComponent(separator))}`];
}
