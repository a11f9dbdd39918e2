import { textAt } from '../document.ts';
import { isSecretField } from '../secret-fields.ts';
import { fixed, piecesOf, slot } from '../template-text.ts';
import { hidden, type Vault } from '../vault.ts';
import type { HttpFile, WrittenRequest } from './blocks.ts';
import { placeInBody } from './json-path.ts';

/** A value of the response to another request. */
export interface Need {
  /** The index of that request in the file. */
  readonly from: number;
  /** Its name as a capture. */
  readonly name: string;
  readonly place: string;
}

/** A text with its variables replaced, or a clause on the variable that has no value. */
export type Filled =
  | { readonly kind: 'filled'; readonly template: string; readonly needs: readonly Need[] }
  | { readonly kind: 'unknown'; readonly because: string };

export interface Names {
  readonly file: HttpFile;
  /** Variables of the environment that the user chose. */
  readonly env: Readonly<Record<string, string>>;
  /** Those of a private file, which are secrets. */
  readonly privateEnv: Readonly<Record<string, string>>;
  readonly vault: Vault;
}

/** Whose text it is, and whether its secrets are kept as slots. */
export interface Reader {
  /** The index of the request in the file. */
  readonly index: number;
  readonly secrets: 'hidden' | 'shown';
  readonly depth: number;
}

/** Variables may name others; circles end here. */
const DEEPEST = 10;

const SLOT = /\{\{([^{}]*)\}\}/g;

const unknown = (because: string): Filled => ({ kind: 'unknown', because });
const filled = (template: string, needs: readonly Need[] = []): Filled => ({ kind: 'filled', template, needs });

/** Replaces `{{…}}` of a text. */
export function fill(text: string, names: Names, reader: Reader): Filled {
  const parts: string[] = [];
  const needs: Need[] = [];
  let from = 0;
  for (const { 0: found, 1: inner = '', index } of text.matchAll(SLOT)) {
    const value = valueOf(inner.trim(), names, reader);
    if (value.kind === 'unknown') return value;
    parts.push(fixed(text.slice(from, index)), value.template);
    needs.push(...value.needs);
    from = index + found.length;
  }
  parts.push(fixed(text.slice(from)));
  return filled(parts.join(''), needs);
}

const UNIQUE_ID = /^\$(?:guid|uuid|random\.uuid)$/;
const NUMBER = /^\$(?:timestamp|randomInt|random\.int(?:eger)?(?:\([^)]*\))?)(?:\s.*)?$/;
const ENVIRONMENT = /^\$(?:processEnv\s+|dotenv\s+|env\.)(\w{1,100})$/;
const RESPONSE = /^([^.\s]+)\.response\.(body|headers)\.(.+)$/;

function valueOf(expression: string, names: Names, reader: Reader): Filled {
  if (UNIQUE_ID.test(expression)) return filled(slot('uuid'));
  if (NUMBER.test(expression)) return filled(slot('n'));
  const [, variable] = ENVIRONMENT.exec(expression) ?? [];
  if (variable !== undefined) return ofEnvironment(variable, names, reader);
  if (expression.startsWith('$')) return unknown(unsupported(expression));
  const [, request, part, path] = RESPONSE.exec(expression) ?? [];
  if (request !== undefined && path !== undefined) return ofResponse({ request, part, path }, names);
  return ofVariable(expression, names, reader);
}

/** A variable of the process or of `.env`. Its value is looked at only where a slot cannot be encoded. */
function ofEnvironment(name: string, { env }: Names, { secrets }: Reader): Filled {
  const value = secrets === 'shown' && Object.hasOwn(env, name) ? env[name] : undefined;
  return filled(value === undefined ? slot(`env.${name}`) : fixed(value));
}

/** Only the name: arguments may be anything. */
function unsupported(expression: string): string {
  const [name = ''] = /^\$?[\w.-]{1,40}/.exec(expression) ?? [];
  return `that need {{${name}}}, which has no value here,`;
}

function ofResponse(
  { request, part, path }: { readonly request: string; readonly part: string | undefined; readonly path: string },
  { file }: Names,
): Filled {
  const from = file.requests.findIndex(({ name }) => name === request);
  const place = part === 'body' ? placeInBody(path) : /^[\w-]+$/.test(path) ? `header:${path}` : null;
  if (from === -1 || place === null) return unknown('that need a part of a response that cannot be found');
  return captured({ from, name: captureName(`${request}_${path}`), place });
}

const captured = (need: Need): Filled => filled(slot(`step.${need.name}`), [need]);

const captureName = (text: string): string => text.replaceAll(/[^A-Za-z0-9]+/g, '_').replaceAll(/^_+|_+$/g, '');

/** Scripts before the request win, then the file, the responses before, and the environment. */
function ofVariable(name: string, names: Names, reader: Reader): Filled {
  const { file } = names;
  if (reader.depth > DEEPEST) return unknown(unsupported(name));
  const text = textOf(file.requests[reader.index]?.before ?? [], name) ?? file.variables.get(name);
  if (text !== undefined) return kept(name, fill(text, names, { ...reader, depth: reader.depth + 1 }), names, reader);
  const need = setterOf(name, file.requests, reader.index);
  if (need !== null) return captured(need);
  return ofEditor(name, names, reader);
}

/** A variable of the environment that the user chose. */
function ofEditor(name: string, names: Names, reader: Reader): Filled {
  const { env, privateEnv, vault } = names;
  const secret = textAt(privateEnv, name);
  if (secret !== null) return filled(reader.secrets === 'shown' ? fixed(secret) : hidden(vault, name, fixed(secret)));
  const value = textAt(env, name);
  return value === null ? unknown(unsupported(name)) : kept(name, filled(fixed(value)), names, reader);
}

/** The value of a variable with the name of a secret becomes a slot. */
function kept(name: string, made: Filled, { vault }: Names, { secrets }: Reader): Filled {
  if (made.kind === 'unknown' || secrets === 'shown' || !isSecretField(name)) return made;
  return filled(hidden(vault, name, made.template), made.needs);
}

const textOf = (sets: WrittenRequest['before'], name: string): string | undefined => {
  const found = sets.findLast((set) => set.name === name);
  return found?.kind === 'text' ? found.text : undefined;
};

/** The last request before this one whose script sets the variable, else the first one that does. */
function setterOf(name: string, requests: readonly WrittenRequest[], index: number): Need | null {
  const setters = requests.flatMap(({ after }, from) =>
    after.flatMap((set) => (set.kind === 'place' && set.name === name ? [{ from, place: set.place }] : [])),
  );
  const setter = setters.findLast(({ from }) => from < index) ?? setters.find(({ from }) => from !== index);
  return setter === undefined ? null : { ...setter, name: captureName(name) };
}

/** Whether a template begins with or contains a value that is not known before the run. */
export const hasSlots = (template: string): boolean => piecesOf(template).some(({ kind }) => kind === 'slot');
