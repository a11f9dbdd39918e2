import { unsendableInHeader } from '../../../model/header.ts';
import type { Method } from '../../../model/http.ts';
import type { Exchange } from '../../contract.ts';
import { FORM_TYPE, type RawBody } from '../body.ts';
import { basic } from '../basic.ts';
import { exchangeOf, methodOf } from '../exchange.ts';
import { type Header, headerOf, isCredential, isHeaderName, isSetByClient, typeOf } from '../headers.ts';
import { fixedText, shownText } from '../template-text.ts';
import type { WrittenRequest } from './blocks.ts';
import { targetIn } from './url.ts';
import { type Filled, fill, type Names, type Need, type Reader } from './variables.ts';

/** One request with its variables replaced, or a clause on why it is left out. */
export type Resolved =
  | {
      readonly kind: 'resolved';
      readonly exchange: Omit<Exchange, 'id'>;
      readonly origin: string | null;
      readonly needs: readonly Need[];
    }
  | { readonly kind: 'left-out'; readonly because: string };

const leftOut = (because: string): Resolved => ({ kind: 'left-out', because });

const METHOD = /^([A-Za-z]{3,20})\s+(\S[\s\S]*)$/;
const URL_START = /^(?:https?:\/\/|\{\{|\/|localhost\b|[\w.-]+:\d)/i;
const VERSION = /\sHTTP\/\d(?:\.\d)?(?: ?\([\w ]{1,40}\))?$/i;

export function resolve(request: WrittenRequest, index: number, names: Names, hasAccount: boolean): Resolved {
  const { method, url } = lineOf(request.requestLine);
  const problem = method === null ? 'without a method that whyslow sends' : bodyProblem(request);
  if (method === null || problem !== null) return leftOut(problem ?? '');
  const reader: Reader = { index, secrets: 'hidden', depth: 0 };
  const headers = headersOf(request, names, reader, hasAccount);
  if (headers.kind === 'unknown') return leftOut(headers.because);
  const target = targetIn(url, headerOf(headers.headers, 'host'), names, reader);
  if (target.kind === 'unknown') return leftOut(target.because);
  const text = fill(joinedForm(request.body, headers.headers), names, reader);
  if (text.kind === 'unknown') return leftOut(text.because);
  const needs = [...headers.needs, ...target.needs, ...text.needs];
  if (needs.some(({ from }) => from === index)) return leftOut('that need a value of their own response');
  const user = hasAccount ? null : target.user;
  const kept = withDefaults(
    headers.headers.filter((header) => !isSetByClient(header)),
    user,
  );
  const draft = { method, target: target.target, headers: kept, body: rawBody(text.template, kept) };
  return { kind: 'resolved', exchange: exchangeOf(draft, names.vault), origin: target.origin, needs };
}

/** `GET http://localhost:3000 HTTP/1.1`, or a URL alone. */
function lineOf(written: string): { readonly method: Method | null; readonly url: string } {
  const line = written.replace(VERSION, '').trimEnd();
  if (URL_START.test(line)) return { method: 'GET', url: line };
  const [, word = '', url = ''] = METHOD.exec(line) ?? [];
  return { method: methodOf(word), url };
}

/** A request without the header accepts every type; a flow would ask for JSON. */
function withDefaults(headers: readonly Header[], user: string | null): readonly Header[] {
  const accept = headerOf(headers, 'accept') === null ? [{ name: 'accept', value: '*/*' }] : [];
  const isSigned = user === null || headerOf(headers, 'authorization') !== null;
  return [...headers, ...(isSigned ? [] : [{ name: 'authorization', value: basic(user) }]), ...accept];
}

function bodyProblem({ body, headerLines }: WrittenRequest): string | null {
  if (/^<(?:@\w*)?\s+\S/m.test(body)) return 'that send a file';
  return headerLines.some((line) => /^x-request-type\s*:\s*graphql/i.test(line)) ? 'of GraphQL' : null;
}

type Headers =
  | { readonly kind: 'headers'; readonly headers: readonly Header[]; readonly needs: readonly Need[] }
  | Extract<Filled, { kind: 'unknown' }>;

/** Credentials that a session replaces are not read, so that no request is needed for them. */
function headersOf(request: WrittenRequest, names: Names, reader: Reader, hasAccount: boolean): Headers {
  const headers: Header[] = [];
  const needs: Need[] = [];
  for (const line of request.headerLines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    if (colon === -1 || !isHeaderName(name)) return { kind: 'unknown', because: 'with a line that is no header' };
    if (hasAccount && isCredential({ name })) continue;
    const value = headerValue(name, line.slice(colon + 1).trim(), names, reader);
    if (value.kind === 'unknown') return value;
    if (unsendableInHeader(shownText(value.template)) !== null) {
      return { kind: 'unknown', because: 'with a header that HTTP cannot carry' };
    }
    headers.push({ name, value: value.template });
    needs.push(...value.needs);
  }
  return { kind: 'headers', headers, needs };
}

/** `Basic name password` and `Basic name:password` are encoded by the editors. */
function headerValue(name: string, value: string, names: Names, reader: Reader): Filled {
  if (name !== 'authorization') return fill(value, names, reader);
  if (/^(?:digest|aws)\s/i.test(value)) return { kind: 'unknown', because: 'with digest or AWS authentication' };
  const [, user = ''] = /^basic\s+(\S.*)$/i.exec(value) ?? [];
  return user === '' || BASE64.test(user) ? fill(value, names, reader) : basicValue(user, names, reader);
}

const BASE64 = /^[\w+/-]+=*$/;

function basicValue(user: string, names: Names, reader: Reader): Filled {
  const shown = fill(user, names, { ...reader, secrets: 'shown' });
  if (shown.kind === 'unknown') return shown;
  const text = fixedText(shown.template);
  if (text === null) return { kind: 'unknown', because: 'whose Basic credentials are not known' };
  const pair = /^([^\s:]+)(?::|\s+)([\s\S]*)$/.exec(text);
  const template = pair === null ? `Basic ${shown.template}` : basic(`${pair[1]}:${pair[2]}`);
  return { kind: 'filled', template, needs: [] };
}

/** A form may have one field a line, with blanks around its signs. */
function joinedForm(body: string, headers: readonly Header[]): string {
  if (!typeOf(headers, '').toLowerCase().startsWith(FORM_TYPE)) return body;
  return body
    .split('&')
    .map((pair) => {
      const [name = '', ...value] = pair.split('=');
      const field = [name.trim(), ...(value.length === 0 ? [] : [value.join('=').trim()])].join('=');
      return field.replaceAll(/\{\{[^{}]*\}\}|\s+/g, (found) => (found.startsWith('{') ? found : '+'));
    })
    .join('&');
}

function rawBody(text: string, headers: readonly Header[]): RawBody | null {
  if (text === '') return null;
  const otherwise = /^\s*[[{]/.test(shownText(text)) ? 'application/json' : 'text/plain';
  return { kind: 'text', text, type: typeOf(headers, otherwise) };
}
