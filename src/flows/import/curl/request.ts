import { ToolError } from '../../../model/error.ts';
import { unsendableInHeader } from '../../../model/header.ts';
import { basic } from '../basic.ts';
import { type Draft, methodNames, methodOf } from '../exchange.ts';
import { type Header, headerOf, isHeaderName } from '../headers.ts';
import { splitUrl, targetOf } from '../target.ts';
import { fixedText, shownText } from '../template-text.ts';
import type { Arguments } from './arguments.ts';
import { type CurlData, dataOf, withQuery } from './data.ts';
import { oneUrl } from './url.ts';

/** The request of one command, and where it goes. */
export interface CurlRequest {
  readonly draft: Draft;
  readonly origin: string;
  /** The password of `-u` or of the URL. */
  readonly password: string | null;
  readonly notes: readonly string[];
}

/** @throws ToolError `bad-curl` (2) */
export function requestOf(given: Arguments): CurlRequest {
  const url = oneUrl(given);
  const split = splitUrl(url);
  if (split === null) throw badUrl();
  const { headers, notes } = writtenHeaders(given);
  const data = dataOf(given, headerText(headers, 'content-type'));
  const user = lastOf(given, 'user') ?? split.user;
  const all = [...headers, ...impliedHeaders(given, data, user).filter(({ name }) => headerOf(headers, name) === null)];
  return {
    origin: split.origin,
    password: user === null ? null : (fixedText(user)?.replace(/^[^:]*:/, '') ?? null),
    draft: {
      method: methodFor(given, data),
      target: targetOf(withQuery(split.target, data.query)),
      headers: all.filter(({ name, value }) => value !== REMOVED || name === 'accept').map(withAccept),
      body: data.body,
    },
    notes: [
      ...notes,
      ...given.ignored.map((option) => `The option ${option} was left out: whyslow connects directly.`),
    ],
  };
}

const badUrl = (): ToolError =>
  new ToolError(
    'bad-curl',
    'The URL of the curl command cannot be read. Expected http or https and a host without variables, like http://localhost:3000/api.',
  );

/** The value of `-H 'Name:'`. No header can have it. */
const REMOVED = '\0';

const headerText = (headers: readonly Header[], name: string): string | null => {
  const value = headerOf(headers, name);
  return value === null || value === REMOVED ? null : shownText(value);
};

/** curl accepts every type where no header says otherwise; a flow would ask for JSON. */
const withAccept = ({ name, value }: Header): Header => ({ name, value: value === REMOVED ? '*/*' : value });

const lastOf = ({ texts }: Arguments, name: string): string | null =>
  texts.findLast(([option]) => option === name)?.[1] ?? null;

function writtenHeaders({ texts }: Arguments): { readonly headers: readonly Header[]; readonly notes: string[] } {
  const notes: string[] = [];
  const headers = texts
    .filter(([option]) => option === 'header')
    .flatMap(([, text]) => {
      const header = headerIn(text);
      if (header === null) notes.push('A header without a colon was left out, as curl does.');
      return header ?? [];
    });
  return { headers, notes };
}

/** `Name: value`, `Name;` for an empty value, `Name:` for a header that is removed. */
function headerIn(text: string): Header | null {
  if (text.startsWith('@')) {
    throw new ToolError('bad-curl', '-H @ reads headers from a file. Write them as -H "Name: value".');
  }
  const isEmpty = /^[^:;]+;\s*$/.test(text);
  const colon = text.indexOf(isEmpty ? ';' : ':', 1);
  if (colon === -1) return null;
  const value = text.slice(colon + 1).trim();
  const header = { name: text.slice(0, colon).trim().toLowerCase(), value: value === '' && !isEmpty ? REMOVED : value };
  refuseUnsendable(header);
  return header;
}

function refuseUnsendable({ name, value }: Header): void {
  if (!isHeaderName(name.replace(/^:/, ''))) {
    throw new ToolError('bad-curl', 'A header of the curl command has a name that HTTP does not allow. Correct it.');
  }
  const problem = value === REMOVED ? null : unsendableInHeader(fixedText(value) ?? shownText(value));
  if (problem === null) return;
  throw new ToolError('bad-curl', `The header "${name}" contains ${problem}. Correct it, or leave it out.`);
}

/** Headers of other options and of curl itself. A written header wins. */
function impliedHeaders(given: Arguments, { isJson }: CurlData, user: string | null): readonly Header[] {
  const bearer = lastOf(given, 'oauth2-bearer');
  const cookies = given.texts.filter(([option]) => option === 'cookie').map(([, text]) => cookieText(text));
  const range = lastOf(given, 'range');
  const implied: readonly (readonly [string, string | null])[] = [
    ['authorization', bearer === null ? basicOf(user) : `Bearer ${bearer}`],
    ['cookie', cookies.length === 0 ? null : cookies.join('; ')],
    ['user-agent', lastOf(given, 'user-agent')],
    ['referer', lastOf(given, 'referer')?.replace(/;auto$/, '') ?? null],
    ['range', range === null ? null : `bytes=${range}`],
    ['content-type', isJson ? 'application/json' : null],
    ['accept', isJson ? 'application/json' : '*/*'],
  ];
  const headers = implied.flatMap(([name, value]) => (value === null || value === '' ? [] : [{ name, value }]));
  for (const header of headers) refuseUnsendable(header);
  return headers;
}

function basicOf(user: string | null): string | null {
  if (user === null) return null;
  const text = fixedText(user);
  if (text?.includes(':') === true) return basic(text);
  throw new ToolError(
    'bad-curl',
    text === null
      ? 'The value of -u contains a variable, which cannot be encoded. Write the name and the password.'
      : 'The value of -u has no password, for which curl would ask. Write it as -u NAME:PASSWORD.',
  );
}

function cookieText(text: string): string {
  if (text.includes('=') || fixedText(text) === null) return text;
  throw new ToolError('bad-curl', '-b names a file of cookies. Write the cookies as -b "name=value".');
}

function methodFor(given: Arguments, { body }: CurlData): Draft['method'] {
  const written = lastOf(given, 'request');
  if (written === null) {
    if (body !== null) return 'POST';
    return given.switches.has('head') ? 'HEAD' : 'GET';
  }
  const method = methodOf(shownText(written));
  if (method !== null) return method;
  throw new ToolError('bad-curl', `The method of -X is not known. Expected one of ${methodNames}.`);
}
