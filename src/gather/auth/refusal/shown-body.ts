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
 * The first line of a body for an error message; of a page, its title. Null where there is none, and where a short secret
 * could not be masked. It never contains a secret of the request, or a text like a token.
 */
export function shownBody(body: string, secrets: readonly string[]): string | null {
  const line = body.trimStart().startsWith('<') ? titleOf(body) : inOneLine(body);
  const safe = secrets.reduce<string | null>((text, each) => text && withoutSecret(text, each), line);
  if (safe === null) return null;
  const shown = masked(firstLine(safe)).replaceAll(/\s+/g, ' ').replaceAll(UNPRINTABLE, '\uFFFD').trim();
  if (shown === '' || secrets.some((each) => repeats(shown, each))) return null;
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

/** A text of the server without the secret; null where a short one occurs in it. */
function withoutSecret(text: string, secret: string): string | null {
  const forms = formsOf(secret);
  if (secret.length < SHORTEST_MASKED) return forms.some((form) => form !== '' && text.includes(form)) ? null : text;
  return forms
    .reduce((shown, form) => shown.replaceAll(new RegExp(escaped(form), 'gi'), MASK), text)
    .replaceAll(/(?:\*\*\*)+/g, MASK);
}

/** Whether a name or a path of the server repeats a secret. */
export const echoes = (text: string, secrets: readonly string[]): boolean =>
  secrets.some((secret) => secret.length >= SHORTEST_MASKED && repeats(text, secret));

const repeats = (text: string, secret: string): boolean =>
  secret !== '' && text.toLowerCase().includes(secret.toLowerCase());

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, String.raw`\$&`);

/** The secret as it is, and as JSON, HTML, a URL, a form, and base64 repeat it. Longer forms come first. */
const formsOf = (secret: string): readonly string[] =>
  [
    secret,
    JSON.stringify(secret).slice(1, -1),
    asciiJson(secret),
    percentEncoded(secret),
    percentEncoded(secret).replaceAll('%20', '+'),
    inHtml(secret, '&quot;', '&#39;'),
    inHtml(secret, '&#34;', '&#x27;'),
    inHtml(secret, '&quot;', '&#x27;'),
    Buffer.from(secret, 'utf8').toString('base64').replace(/=+$/, ''),
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
