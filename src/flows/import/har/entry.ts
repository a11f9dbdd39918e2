import { formEncoded } from '../../body.ts';
import { listAt, numberAt, textAt, at } from '../document.ts';
import { type Header, headerOf } from '../headers.ts';
import { type SplitUrl, splitUrl } from '../target.ts';
import { fixed, shownText, wellFormed } from '../template-text.ts';

/** One request of a HAR file (HAR 1.2, with the extensions of Chrome). */
export interface Entry {
  readonly method: string;
  readonly url: string;
  /** Null where the URL is not http or https. */
  readonly split: SplitUrl | null;
  /** Values are templates. */
  readonly headers: readonly Header[];
  readonly hasCookies: boolean;
  readonly body: EntryBody;
  /** 0 where there was no response. */
  readonly status: number;
  /** The media type of the response, in lower case. */
  readonly mediaType: string;
  /** Chrome's `_resourceType`, in lower case; null in files of other browsers. */
  readonly resourceType: string | null;
  readonly startedAtMs: number;
}

/** `lost`: the file does not have the bytes that were sent. */
export type EntryBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'lost' }
  | { readonly kind: 'text'; readonly text: string; readonly type: string };

export function entryOf(entry: unknown): Entry {
  const request = at(entry, 'request');
  const response = at(entry, 'response');
  const headers = headersOf(request);
  const url = textAt(request, 'url') ?? '';
  return {
    method: textAt(request, 'method') ?? '',
    url,
    split: splitUrl(fixed(url)),
    headers,
    hasCookies: listAt(request, 'cookies').length > 0,
    body: bodyOf(request, headers),
    status: numberAt(response, 'status') ?? 0,
    mediaType: mediaTypeOf(response),
    resourceType: textAt(entry, '_resourceType')?.toLowerCase() ?? null,
    startedAtMs: Date.parse(textAt(entry, 'startedDateTime') ?? ''),
  };
}

const headersOf = (message: unknown): readonly Header[] =>
  listAt(message, 'headers').flatMap((header) => {
    const [name, value] = [textAt(header, 'name'), textAt(header, 'value')];
    return name === null || value === null ? [] : { name: name.toLowerCase(), value: fixed(value) };
  });

const mediaTypeOf = (response: unknown): string =>
  (textAt(at(response, 'content'), 'mimeType') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';

function bodyOf(request: unknown, headers: readonly Header[]): EntryBody {
  const data = at(request, 'postData');
  const type = textAt(data, 'mimeType') ?? shownText(headerOf(headers, 'content-type') ?? '');
  const form = formOf(listAt(data, 'params'));
  const text = textAt(data, 'text') ?? '';
  if (text !== '') return decodedBody(text, type, textAt(data, 'encoding') ?? textAt(data, '_encoding'));
  if (form === '') return { kind: sentLength(request, headers) > 0 ? 'lost' : 'none' };
  return form === null ? { kind: 'lost' } : { kind: 'text', text: fixed(form), type };
}

const sentLength = (request: unknown, headers: readonly Header[]): number =>
  Number(headerOf(headers, 'content-length') ?? numberAt(request, 'bodySize') ?? 0);

function decodedBody(text: string, type: string, encoding: string | null): EntryBody {
  if (encoding !== 'base64') return { kind: 'text', text: fixed(text), type };
  try {
    const decoded = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'base64'));
    return { kind: 'text', text: fixed(decoded), type };
  } catch {
    return { kind: 'lost' };
  }
}

/** Files of Chrome have a text too; other params are decoded. @returns null for a file among them. */
function formOf(params: readonly unknown[]): string | null {
  if (params.some((param) => textAt(param, 'fileName') !== null)) return null;
  return params.map((param) => `${encoded(textAt(param, 'name'))}=${encoded(textAt(param, 'value'))}`).join('&');
}

const encoded = (text: string | null): string => formEncoded(wellFormed(text ?? ''));
