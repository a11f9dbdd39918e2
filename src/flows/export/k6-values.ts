import { formEncoded } from '../body.ts';
import type { Body, Exchange, Flow, JsonTemplate, Part } from '../contract.ts';
import { headersOf, type Place, piecesOf, sourceOf } from './plan.ts';

const call = (name: string, argument: string): string => `${name}(${JSON.stringify(argument)})`;

/** The JavaScript expression of one name of a template. */
function nameOf(name: string, place: Place): string {
  const source = sourceOf(name, place);
  switch (source.kind) {
    case 'origin':
      return 'TARGET';
    case 'n':
    case 'uuid':
      return source.kind;
    case 'environment':
      return call('env', source.variable);
    case 'text':
      return JSON.stringify(source.text);
    case 'cookie':
      return `cookieOf(url, ${JSON.stringify(source.name)})`;
    case 'captured':
      return `${source.group}[${JSON.stringify(source.name)}]`;
    default:
      return source satisfies never;
  }
}

/** A template as JavaScript expressions to be joined. `encode` names the function that encodes its values. */
export const partsOf = (text: string, place: Place, encode: string | null = null): readonly string[] =>
  piecesOf(text, place.where).map((part) => {
    if (typeof part === 'string') return JSON.stringify(part);
    const value = nameOf(part.name, place);
    return encode === null || part.name.startsWith('bind.') ? value : `${encode}(${value})`;
  });

/** A template as one JavaScript expression. */
export function textOf(text: string, place: Place): string {
  const parts = partsOf(text, place);
  // An empty text first, so that a number as the first part is concatenated and not added.
  return joined(parts.length > 1 && !isText(parts[0] ?? '') ? ['""', ...parts] : parts);
}

/** As `textOf`, for a place that takes no number: a counter or a captured value alone keeps its type in a template. */
function onlyText(text: string, place: Place): string {
  const [first, ...others] = piecesOf(text, place.where);
  const isValue = typeof first === 'object' && others.length === 0;
  const mayBeNumber = isValue && ['n', 'captured'].includes(sourceOf(first.name, place).kind);
  return mayBeNumber ? `String(${textOf(text, place)})` : textOf(text, place);
}

const isText = (expression: string): boolean => /^"(?:[^"\\]|\\.)*"$/.test(expression);

/** One expression of all of them. Fixed texts side by side become one. */
export function joined(parts: readonly string[]): string {
  const merged: string[] = [];
  for (const part of parts) {
    const last = merged.at(-1) ?? '';
    if (last.length > 2 && isText(last) && isText(part))
      merged[merged.length - 1] = `${last.slice(0, -1)}${part.slice(1)}`;
    else merged.push(part);
  }
  return merged.length === 0 ? '""' : merged.join(' + ');
}

/** A name and a value of a query or a form. */
export function pairOf(name: string, value: string, place: Place): readonly string[] {
  const fixed = piecesOf(value, place.where).every((part) => typeof part === 'string');
  if (fixed) return [JSON.stringify(`${name}=${encodeURIComponent(value)}`)];
  return [JSON.stringify(`${name}=`), `encodeURIComponent(${textOf(value, place)})`];
}

function jsonOf(value: JsonTemplate, place: Place): string {
  if (typeof value === 'string') {
    return textOf(value, place);
  }
  if (Array.isArray(value)) return `[${value.map((item: JsonTemplate) => jsonOf(item, place)).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{ ${Object.entries(value)
    .map(([key, inner]) => `${JSON.stringify(key)}: ${jsonOf(inner, place)}`)
    .join(', ')} }`;
}

/** The body of a request, and the content type that k6 needs. */
export function bodyOf(body: Body | undefined, place: Place): { readonly text: string; readonly type: string | null } {
  if (body === undefined) return { text: 'null', type: null };
  if ('json' in body) return { text: `JSON.stringify(${jsonOf(body.json, place)})`, type: 'application/json' };
  if ('text' in body) return { text: onlyText(body.text, place), type: body.type };
  if ('form' in body) return { text: formOf(body.form, place), type: 'application/x-www-form-urlencoded' };
  if (Object.values(body.multipart).every((part) => typeof part === 'string')) {
    place.unsupported.push({
      feature: 'multipart',
      where: place.where,
      because: 'k6 sends a multipart body only with a file',
    });
  }
  return { text: objectOf(body.multipart, (part) => partOf(part, place)), type: null };
}

const formOf = (fields: Readonly<Record<string, string>>, place: Place): string =>
  `[${Object.entries(fields)
    .map(([name, value]) => joined(pairOf(formEncoded(name), value, place)))
    .join(', ')}].join("&")`;

const partOf = (part: Part, place: Place): string =>
  typeof part === 'string'
    ? onlyText(part, place)
    : `http.file(${onlyText(part.content, place)}, ${JSON.stringify(part.filename)}, ${JSON.stringify(part.type)})`;

const objectOf = <T>(values: Readonly<Record<string, T>>, write: (value: T) => string): string =>
  `{ ${Object.entries(values)
    .map(([name, value]) => `${JSON.stringify(name)}: ${write(value)}`)
    .join(', ')} }`;

export function headersIn(step: Exchange, flow: Flow, type: string | null, place: Place): string {
  const stated = { ...(type === null ? {} : { 'content-type': type }), ...headersOf(step) };
  const own = objectOf(stated, (value) => onlyText(value, place));
  const shown = presented(step, flow, place);
  return shown === null ? own : `Object.assign(${own}, ${shown})`;
}

function presented({ present }: Exchange, { needs }: Flow, place: Place): string | null {
  if (present === 'client-basic') {
    const pair = `${nameOf('client.id', place)} + ":" + ${nameOf('client.secret', place)}`;
    return `{ authorization: "Basic " + encoding.b64encode(${pair}) }`;
  }
  if (present === 'refresh-bearer') return 'bearer(session["refresh"])';
  return present === 'bearer' || (present === undefined && needs === 'session') ? 'bearer(session["access"])' : null;
}
