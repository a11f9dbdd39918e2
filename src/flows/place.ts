import { ToolError } from '../model/error.ts';
import type { HttpResponse } from '../model/http.ts';
import type { Capture, CaptureScope, Cookie, Value } from './contract.ts';

/** A response from which values are captured. Its JSON is parsed once, at its first use. */
export interface ResponseView {
  readonly response: HttpResponse;
  readonly cookies: readonly Cookie[];
  json(): unknown;
}

type Find = (read: ResponseView) => unknown;

/** A capture with its place parsed. */
export interface CompiledCapture {
  readonly name: string;
  readonly from: string;
  readonly decode: 'bearer' | 'url' | null;
  readonly optional: boolean;
  readonly scope: CaptureScope;
  /** @returns undefined where the response does not have it. */
  read(read: ResponseView): Value | undefined;
}

const places: Readonly<Record<string, (name: string) => Find>> = {
  json: (path) => {
    const keys = path.split('.');
    return ({ json }) => keys.reduce(inner, json());
  },
  header: (name) => {
    const key = name.toLowerCase();
    return ({ response }) => response.headers[key];
  },
  cookie: (name) => (read) => read.cookies.find((cookie) => cookie.name === name)?.value,
  form: (name) => (read) => hiddenField(read.response.body, name),
  location: (name) => (read) => queryParameter(read.response.headers['location'] ?? '', name),
};

const inner = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;

function finderOf(from: string): Find | undefined {
  const colon = from.indexOf(':');
  const kind = from.slice(0, colon);
  return Object.hasOwn(places, kind) && colon < from.length - 1 ? places[kind]?.(from.slice(colon + 1)) : undefined;
}

export const isPlace = (text: string): boolean => finderOf(text) !== undefined;

/** @throws ToolError `bad-flow` (2) for an invalid place. */
export function parseCapture(name: string, capture: Capture, scope: CaptureScope, where: string): CompiledCapture {
  const { from, decode, optional, ...rest } = typeof capture === 'string' ? { from: capture } : capture;
  const find = finderOf(from);
  if (find === undefined) {
    throw new ToolError(
      'bad-flow',
      `The capture "${name}" of ${where} reads "${from}". Expected a place like ${examples.join(', ')}.`,
    );
  }
  return {
    name,
    from,
    decode: decode ?? null,
    optional: optional === true,
    scope: rest.scope ?? scope,
    read: (read) => decoded(captured(find(read)), decode),
  };
}

const examples = ['json:data.access_token', 'header:authorization', 'cookie:rt', 'form:csrf_token', 'location:code'];

/** An empty text is not a token or an id. Objects and lists cannot be sent as a value. */
function captured(found: unknown): Value | undefined {
  if (typeof found === 'string') return found === '' ? undefined : found;
  return typeof found === 'number' || typeof found === 'boolean' ? found : undefined;
}

function decoded(value: Value | undefined, decode: 'bearer' | 'url' | undefined): Value | undefined {
  if (value === undefined || decode === undefined) return value;
  if (decode === 'bearer') return captured(String(value).replace(/^Bearer\s+/i, ''));
  try {
    return decodeURIComponent(String(value));
  } catch {
    return undefined;
  }
}

const INPUT = /<input\b[^>]*>/gi;

/** The value of the input with that name. Login pages carry their CSRF token in one. */
function hiddenField(html: string, name: string): string | undefined {
  for (const [tag] of html.matchAll(INPUT)) {
    if (attribute(tag, 'name') === name) return attribute(tag, 'value');
  }
  return undefined;
}

function attribute(tag: string, name: string): string | undefined {
  const [, double, single, bare] =
    new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(tag) ?? [];
  const text = double ?? single ?? bare;
  return text?.replaceAll(/&(amp|quot|#x27|#39|lt|gt);/g, (entity) => entities[entity] ?? entity);
}

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&quot;': '"',
  '&#x27;': "'",
  '&#39;': "'",
  '&lt;': '<',
  '&gt;': '>',
};

function queryParameter(location: string, name: string): string | undefined {
  const query = location.split('?')[1]?.split('#', 1)[0] ?? '';
  return new URLSearchParams(query).get(name) ?? undefined;
}
