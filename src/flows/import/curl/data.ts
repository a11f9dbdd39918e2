import { ToolError } from '../../../model/error.ts';
import { FORM_TYPE, type RawBody } from '../body.ts';
import type { NamedPart } from '../multipart-body.ts';
import { shownText, withFixed } from '../template-text.ts';
import type { Arguments } from './arguments.ts';

/** What the data options of one command add: a body, or further parameters of the query with `-G`. */
export interface CurlData {
  readonly body: RawBody | null;
  readonly query: readonly string[];
  readonly isJson: boolean;
}

type Option = Arguments['texts'][number];

const DATA = /^(?:data(?:-raw|-binary|-ascii|-urlencode)?|json)$/;
const FORM = /^form(?:-string)?$/;

/**
 * @param type the content type of a header; null for none.
 * @throws ToolError `bad-curl` (2) for the content of a file, and for bodies that contradict each other.
 */
export function dataOf({ texts, switches }: Arguments, type: string | null): CurlData {
  const data = texts.filter(([name]) => DATA.test(name));
  const forms = texts.filter(([name]) => FORM.test(name));
  const query = texts.filter(([name]) => name === 'url-query').map(queryPart);
  if (data.length > 0 && forms.length > 0) throw contradiction('-d and -F');
  const isJson = data.some(([name]) => name === 'json');
  if (forms.length > 0) return { body: { kind: 'parts', parts: forms.map(partOf) }, query, isJson };
  if (data.length === 0) return { body: null, query, isJson };
  const text = joined(data);
  if (switches.has('get')) return { body: null, query: [...query, text], isJson };
  if (switches.has('head')) throw contradiction('-I and -d');
  return { body: { kind: 'text', text, type: type ?? (isJson ? 'application/json' : FORM_TYPE) }, query, isJson };
}

const contradiction = (options: string): ToolError =>
  new ToolError('bad-curl', `${options} contradict each other, as they do for curl. Keep one of them.`);

/** Texts are joined by `&`, those of `--json` by nothing. */
const joined = (data: readonly Option[]): string =>
  data.reduce((text, option, index) => `${text}${index === 0 || option[0] === 'json' ? '' : '&'}${textOf(option)}`, '');

function textOf([name, value]: Option): string {
  if (name === 'data-raw') return value;
  if (name === 'data-urlencode') return urlEncoded(value);
  if (value.startsWith('@')) throw file(`--${name} @`);
  return value;
}

const file = (option: string): ToolError =>
  new ToolError('bad-curl', `${option} reads a file. Paste the content of the file in its place, as --data-raw '…'.`);

/** `content`, `=content` and `name=content`. */
function urlEncoded(value: string): string {
  const [, name = '', sign, content = ''] = /^([^=@]*)([=@])?([\s\S]*)$/.exec(value) ?? [];
  if (sign === '@') throw file('--data-urlencode @');
  if (sign === undefined) return encoded(name);
  return name === '' ? encoded(content) : `${name}=${encoded(content)}`;
}

/** As curl encodes: all but letters, digits, `-._~`, and a plus for a space. */
const encoded = (template: string): string =>
  withFixed(template, (text) =>
    encodeURIComponent(text)
      .replaceAll('%20', '+')
      .replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`),
  );

const queryPart = ([, value]: Option): string => (value.startsWith('+') ? value.slice(1) : urlEncoded(value));

/** `name=content;type=text/plain;filename=a.txt`; content in quotes may contain semicolons. */
function partOf([option, value]: Option): NamedPart {
  const equals = value.indexOf('=');
  if (equals === -1) {
    throw new ToolError('bad-curl', `--${option} has a value without an equals sign. Expected name=content.`);
  }
  const name = shownText(value.slice(0, equals));
  const content = value.slice(equals + 1);
  if (option === 'form-string') return { name, filename: null, type: null, content };
  if (/^[@<]/.test(content)) throw file(`--form ${content.charAt(0)}`);
  const [, quoted, bare = '', attributes = ''] =
    /^(?:"((?:[^"\\]|\\[\s\S])*)"|([\s\S]*?))((?:;\s*(?:type|filename|headers|encoder)=[^;]*)*)$/.exec(content) ?? [];
  return {
    name,
    filename: attribute(attributes, 'filename'),
    type: attribute(attributes, 'type'),
    content: quoted === undefined ? bare : quoted.replaceAll(/\\(["\\])/g, '$1'),
  };
}

const attribute = (attributes: string, name: string): string | null =>
  new RegExp(`;\\s*${name}="?([^;"]*)`).exec(attributes)?.[1] ?? null;

/** Appends parameters to a target. */
export const withQuery = (target: string, parts: readonly string[]): string =>
  parts.reduce((whole, part) => `${whole}${whole.includes('?') ? '&' : '?'}${part}`, target);
