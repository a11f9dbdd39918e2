import type { Credentials } from '../../../model/auth.ts';
import { parseJson } from '../../../flows/interpreter.ts';
import { MASK, maskedText } from '../../../model/secrets.ts';
import { unescaped } from '../login-search/forms.ts';

/** One line of a terminal, and one sentence of an error. */
const LONGEST_LINE = 120;
/** Masking makes a text shorter, so that more of it is masked than shown. */
const LONGEST_MASKED = 2_000;

/** Values under these names are always masked. */
const SECRET_FIELD =
  /("[\w.-]{0,40}(?:access|refresh|token|jwt|session|sid|secret|auth|key|otp|pass|pwd|csrf|cookie)[\w.-]{0,40}"\s{0,4}:\s{0,4})"(?:[^"\\]|\\.){0,2000}"?/gi;

/** Opaque tokens, hashes and ids: 20 characters with a digit, and not a word of a language. */
const TOKEN_LIKE = /(?=[\w+/=~-]{0,200}\d)(?=[\w+/=~-]{0,200}[A-Za-z])[\w+/=~-]{20,}/g;

/** Control, direction and zero-width characters. */
const UNPRINTABLE = /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu;

/**
 * The first line of a body for an error message; of a page, its title. Null where there is none, and where a short password
 * could not be masked. It never contains the password of the request, or a text like a token.
 */
export function shownBody(body: string, { password }: Credentials): string | null {
  const safe = withoutPassword(body.trimStart().startsWith('<') ? titleOf(body) : inOneLine(body), password);
  if (safe === null) return null;
  const shown = masked(firstLine(safe)).replaceAll(/\s+/g, ' ').replaceAll(UNPRINTABLE, '\uFFFD').trim();
  if (shown === '' || repeats(shown, password)) return null;
  return shown.length > LONGEST_LINE ? `${shown.slice(0, LONGEST_LINE).trimEnd()}…` : shown;
}

/** JSON may be written over several lines, and with escapes for any character. */
function inOneLine(body: string): string {
  const json = parseJson(body);
  return typeof json === 'object' && json !== null ? JSON.stringify(json) : body;
}

const titleOf = (page: string): string =>
  unescaped(/<(title|h1)\b[^>]{0,200}>([^<]{1,4000})/i.exec(page.slice(0, LONGEST_HEAD))?.[2] ?? '').replaceAll(
    /\s+/g,
    ' ',
  );

/** The title of a page is in its head. */
const LONGEST_HEAD = 20_000;

/** A word that is cut off could be the part of a secret, so it is left out. */
function firstLine(text: string): string {
  const [line = ''] = /[^\s][^\r\n\u2028\u2029]*/.exec(text) ?? [];
  return line.length <= LONGEST_MASKED ? line : line.slice(0, LONGEST_MASKED).replace(/[^\s,;{}]*$/, '');
}

const masked = (line: string): string =>
  maskedText(line.replaceAll(SECRET_FIELD, (_pair, name: string) => `${name}"${MASK}"`)).replaceAll(TOKEN_LIKE, MASK);

/** Shorter ones occur in words. */
const SHORTEST_MASKED = 4;

/** A text of the server without the password; null where a short one occurs in it. */
function withoutPassword(text: string, password: string): string | null {
  const forms = formsOf(password);
  if (password.length < SHORTEST_MASKED) return forms.some((form) => form !== '' && text.includes(form)) ? null : text;
  return forms
    .reduce((shown, form) => shown.replaceAll(new RegExp(escaped(form), 'gi'), MASK), text)
    .replaceAll(/(?:\*\*\*)+/g, MASK);
}

/** Whether a name or a path of the server repeats the password. */
export const echoes = (text: string, password: string): boolean =>
  password.length >= SHORTEST_MASKED && repeats(text, password);

const repeats = (text: string, password: string): boolean =>
  password !== '' && text.toLowerCase().includes(password.toLowerCase());

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`);

/** The password as it is, and as JSON, HTML, a URL, a form, and base64 repeat it. Longer forms come first. */
const formsOf = (password: string): readonly string[] =>
  [
    password,
    JSON.stringify(password).slice(1, -1),
    asciiJson(password),
    percentEncoded(password),
    percentEncoded(password).replaceAll('%20', '+'),
    inHtml(password, '&quot;', '&#39;'),
    inHtml(password, '&#34;', '&#x27;'),
    inHtml(password, '&quot;', '&#x27;'),
    Buffer.from(password, 'utf8').toString('base64').replace(/=+$/, ''),
  ]
    .filter((form, place, all) => all.indexOf(form) === place)
    .toSorted((a, b) => b.length - a.length);

const inHtml = (text: string, quote: string, apostrophe: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', quote)
    .replaceAll("'", apostrophe);

/** Half of a surrogate pair has no encoding. */
const percentEncoded = (text: string): string => encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, '\uFFFD'));

const asciiJson = (text: string): string =>
  JSON.stringify(text)
    .slice(1, -1)
    .replaceAll(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
