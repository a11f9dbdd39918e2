import type { JsonTemplate } from '../contract.ts';
import { holdsSecret, isSecretField } from './secret-fields.ts';
import { fixed, fixedText, shownText } from './template-text.ts';
import { hidden, type Vault } from './vault.ts';

/** JSON nested deeper stays text, so that no recursion exceeds the stack. Bodies of requests have some 5 levels. */
const DEEPEST = 64;

/** @returns null where another serialisation of the same JSON would change its bytes, or where it has slots. */
export function jsonTemplate(text: string, vault: Vault): JsonTemplate | null {
  const whole = fixedText(text);
  const value = whole === null ? undefined : parsed(whole);
  if (whole === null || value === undefined || isDeep(whole)) return null;
  if (JSON.stringify(value) !== whole || !isTemplate(value, '')) return null;
  return withoutSecrets(value, '', vault);
}

function parsed(text: string): JsonTemplate | undefined {
  try {
    return JSON.parse(text) as JsonTemplate;
  } catch {
    return undefined;
  }
}

/** @param text valid JSON. */
function isDeep(text: string): boolean {
  let depth = 0;
  return [...text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[[{]|[\]}]/g)].some(([sign]) => {
    if (sign.startsWith('"')) return false;
    depth += sign === '[' || sign === '{' ? 1 : -1;
    return depth > DEEPEST;
  });
}

const isRecord = (value: JsonTemplate): value is { readonly [key: string]: JsonTemplate } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Values of the environment are texts, and keys are no templates, so that a secret number or key needs a text body. */
function isTemplate(value: JsonTemplate, name: string): boolean {
  if (typeof value === 'number') return !isSecretField(name);
  if (Array.isArray(value)) return value.every((item: JsonTemplate) => isTemplate(item, name));
  if (!isRecord(value)) return true;
  return Object.entries(value).every(([key, inner]) => isPlainKey(key) && isTemplate(inner, fieldOf(name, key)));
}

const isPlainKey = (key: string): boolean => !key.includes('{{') && !holdsSecret(key);

/** All fields below a secret one are secret. */
const fieldOf = (outer: string, key: string): string => (isSecretField(outer) ? outer : key);

function withoutSecrets(value: JsonTemplate, name: string, vault: Vault): JsonTemplate {
  if (typeof value === 'string') {
    return value !== '' && vault.isSecret(name, value) ? vault.keep(name, value) : fixed(value);
  }
  if (Array.isArray(value)) return value.map((item: JsonTemplate) => withoutSecrets(item, name, vault));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, withoutSecrets(inner, fieldOf(name, key), vault)]),
  );
}

/** A slot, an escaped pair of braces, a string with the colon that makes it a key, a bracket, or a bare value. */
const TOKEN = /\{\{[^{}]*\}\}|\{\{\{\{|"([^"\\]*(?:\\.[^"\\]*)*)"(\s*:)?|[[\]{}]|[^\s[\]{}",:]+/g;

/** One object or list that is open. */
interface Level {
  readonly name: string;
  readonly isObject: boolean;
}

/** JSON as a text template, with its blanks and slots. Strings and numbers of secret fields are in the vault. */
export function jsonText(text: string, vault: Vault): string {
  const levels: Level[] = [];
  let key = '';
  const read = (token: string, inner: string | undefined, colon: string | undefined): string => {
    const name = nameOf(levels.at(-1), key);
    if (inner === undefined) return bare(token, name, levels, vault);
    if (colon === undefined) return isSecretText(name, inner, vault) ? `"${hidden(vault, name, inner)}"` : token;
    key = unescaped(inner);
    return holdsSecret(key) ? `"${hidden(vault, 'key', inner)}"${colon}` : token;
  };
  return text.replaceAll(TOKEN, read);
}

/** The field of the next value. In a list, and below a secret field, it is the field of the list or object. */
const nameOf = (level: Level | undefined, key: string): string =>
  level === undefined || (level.isObject && !isSecretField(level.name)) ? key : level.name;

/** A bracket, a number, a word, or a slot without quotes. */
function bare(token: string, name: string, levels: Level[], vault: Vault): string {
  if (token === '{' || token === '[') levels.push({ name, isObject: token === '{' });
  if (token === '}' || token === ']') levels.pop();
  return /^-?\d/.test(token) && isSecretField(name) ? vault.keep(name, token) : token;
}

const isSecretText = (name: string, inner: string, vault: Vault): boolean =>
  inner !== '' && vault.isSecret(name, unescaped(shownText(inner)));

/** The text of a JSON string; an invalid one is left as it is. */
function unescaped(inner: string): string {
  const value = parsed(`"${inner}"`);
  return typeof value === 'string' ? value : inner;
}
