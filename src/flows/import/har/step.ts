import type { Exchange } from '../../contract.ts';
import { JSON_TYPE, type RawBody } from '../body.ts';
import { type Draft, exchangeOf, isWrite, methodOf } from '../exchange.ts';
import { unsendableInHeader } from '../../../model/header.ts';
import { type Header, isHeaderName, isSecretHeader, isSetByClient } from '../headers.ts';
import { openVault } from '../vault.ts';
import { partsOf } from '../multipart-body.ts';
import { shownText } from '../template-text.ts';
import type { Entry, EntryBody } from './entry.ts';
import { expectedStatus } from './kinds.ts';

/** Headers by which browsers describe themselves, the page and their cache. */
const OF_BROWSER =
  /^(?:sec-.*|user-agent|referer|origin|if-none-match|if-modified-since|cache-control|pragma|priority|dnt|upgrade-insecure-requests|x-client-data)$/;

/** The exchange of one entry, or why it is left out. */
export type Made =
  | { readonly kind: 'exchange'; readonly exchange: Omit<Exchange, 'id'>; readonly credentials: readonly string[] }
  | { readonly kind: 'left-out'; readonly because: string };

/** Its credentials are named and never kept. */
export function exchangeOfEntry(entry: Entry): Made {
  const { split, headers, hasCookies } = entry;
  const method = methodOf(entry.method);
  const body = rawBody(entry.body);
  if (split === null || method === null || body === 'unusable') {
    return { kind: 'left-out', because: 'whose body is not in the file, or is no text,' };
  }
  const vault = openVault('HAR');
  const sent = headers.filter((header) => !isSetByClient(header) && !OF_BROWSER.test(header.name) && isUsable(header));
  const secrets = sent.filter((header) => isSecretHeader(header, vault));
  const kept = sent.filter((header) => !secrets.includes(header));
  const origin = isWrite(method) && headers.some(({ name }) => name === 'origin') ? [ORIGIN] : [];
  const draft: Draft = { method, target: split.target, headers: [...kept, ...origin], body };
  const exchange = exchangeOf(draft, vault);
  if (Object.keys(vault.secrets).length > 0) {
    return { kind: 'left-out', because: 'that carry a password, a token or a key in the URL or body' };
  }
  const names = [...secrets.map(({ name }) => name), ...(hasCookies ? ['cookie'] : [])];
  return { kind: 'exchange', exchange: { ...exchange, expect: expectOf(entry) }, credentials: [...new Set(names)] };
}

const ORIGIN: Header = { name: 'origin', value: '{{origin}}' };

const isUsable = ({ name, value }: Header): boolean =>
  isHeaderName(name) && unsendableInHeader(shownText(value)) === null;

/** The contents of files are not in the file of every browser, and never where they are no text. */
function rawBody(body: EntryBody): RawBody | null | 'unusable' {
  if (body.kind === 'none') return null;
  if (body.kind === 'lost') return 'unusable';
  if (!/^multipart\//i.test(body.type)) return body;
  const parts = partsOf(body.text, body.type);
  const hasFile = parts?.some(
    ({ filename, content }) => filename !== null && (content === '' || content.includes('\uFFFD')),
  );
  return parts === null || hasFile === true ? 'unusable' : body;
}

const NO_CONTENT = 204;

function expectOf(entry: Entry): NonNullable<Exchange['expect']> {
  const status = expectedStatus(entry);
  const isJson = JSON_TYPE.test(entry.mediaType) && status !== NO_CONTENT && entry.method.toUpperCase() !== 'HEAD';
  return { status: [status], ...(isJson ? { json: true } : {}) };
}
