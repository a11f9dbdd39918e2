import { ToolError } from '../model/error.ts';
import type { Cookie, Fresh, Names, Session, Value, Values } from './contract.ts';

/** All values that a template may name during one iteration. */
export interface Scope {
  readonly names: Names;
  readonly session: Session;
  /** Captures of this iteration. */
  readonly step: Values;
  readonly fresh: Fresh;
}

type Lookup = (scope: Scope) => Value | undefined;
export type Encode = (value: Value) => string;

/** One value to insert, and its name for error messages. */
interface Slot {
  readonly name: string;
  readonly lookup: Lookup;
  readonly encode: Encode;
}

/** A parsed template: fixed texts and slots. */
export type Template = readonly (string | Slot)[];

const plainNames: Readonly<Record<string, Lookup>> = {
  username: ({ names }) => names.username,
  password: ({ names }) => names.password,
  origin: ({ names }) => names.origin,
  uuid: ({ fresh }) => fresh.uuid,
  n: ({ fresh }) => fresh.n,
  'client.id': ({ names }) => names.client.id,
  'client.secret': ({ names }) => names.client.secret,
};

const own = <T>(values: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(values, name) ? values[name] : undefined;

const groups: Readonly<Record<string, (name: string) => Lookup>> = {
  session: (name) => (scope) => own(scope.session.values, name),
  step: (name) => (scope) => own(scope.step, name),
  cookie: (name) => (scope) => scope.session.cookies.find((cookie: Cookie) => cookie.name === name)?.value,
  bind: (name) => (scope) => own(scope.names.bind, name),
  env: (name) => (scope) => own(scope.names.env, name),
};

const known = [...Object.keys(plainNames), ...Object.keys(groups).map((group) => `${group}.NAME`)];

function lookupOf(name: string): Lookup | undefined {
  const plain = own(plainNames, name);
  if (plain !== undefined) return plain;
  const dot = name.indexOf('.');
  const group = dot === -1 ? undefined : own(groups, name.slice(0, dot));
  return dot === name.length - 1 ? undefined : group?.(name.slice(dot + 1));
}

/** A slot, or four braces, which stand for two literal ones. */
const SLOT = /\{\{\{\{|\{\{\s*([^{}]*?)\s*\}\}/g;

/** A fixed text as a template: braces that would begin a slot stay braces. */
export const literal = (text: string): string => text.replaceAll('{{', '{{{{');

/**
 * @param encode encodes a value for this place. Values of `bind` are parts of URLs and are not encoded.
 * @param where names the place in error messages, like `path of step "login"`.
 * @throws ToolError `bad-flow` (2) for an unknown name.
 */
export function parseTemplate(text: string, encode: Encode, where: string): Template {
  const parts: (string | Slot)[] = [];
  let from = 0;
  for (const match of text.matchAll(SLOT)) {
    const [, name] = match;
    if (match.index > from) parts.push(text.slice(from, match.index));
    from = match.index + match[0].length;
    if (name === undefined) {
      parts.push('{{');
      continue;
    }
    const lookup = lookupOf(name);
    if (lookup === undefined) {
      throw new ToolError(
        'bad-flow',
        `The ${where} names {{${name}}}, which is not known. Known are: ${known.join(', ')}.`,
      );
    }
    parts.push({ name, lookup, encode: name.startsWith('bind.') ? String : encode });
  }
  if (from < text.length) parts.push(text.slice(from));
  return parts;
}

/** Whether a text is a single slot, so that its value can keep its JSON type. */
export const isOneSlot = (text: string): boolean => /^\{\{[^{}]*\}\}$/.test(text);

/** @returns null where a value is missing, which `missingIn` names. */
export function fill(template: Template, scope: Scope): string | null {
  let text = '';
  for (const part of template) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    const value = part.lookup(scope);
    if (value === undefined) return null;
    text += part.encode(value);
  }
  return text;
}

/** The first value that a template needs and the scope does not have. */
export function missingIn(template: Template, scope: Scope): string | null {
  for (const part of template) {
    if (typeof part !== 'string' && part.lookup(scope) === undefined) return part.name;
  }
  return null;
}
