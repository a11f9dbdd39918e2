import { methodOf } from '../exchange.ts';
import { headerOf } from '../headers.ts';
import { shownText } from '../template-text.ts';
import type { Entry } from './entry.ts';

/** Chrome's types of requests that a script sends. */
const SCRIPTED = new Set(['xhr', 'fetch']);

const header = ({ headers }: Entry, name: string): string => shownText(headerOf(headers, name) ?? '').toLowerCase();

const isWebSocket = ({ resourceType, status, url }: Entry): boolean =>
  resourceType === 'websocket' || status === 101 || /^wss?:/i.test(url);

const isEventStream = ({ resourceType, mediaType }: Entry): boolean =>
  resourceType === 'eventsource' || mediaType === 'text/event-stream';

const isPreflight = (entry: Entry): boolean =>
  entry.resourceType === 'preflight' ||
  (entry.method.toUpperCase() === 'OPTIONS' && header(entry, 'access-control-request-method') !== '');

/**
 * Whether a script of the page sent it. Firefox and Safari do not say so in the file: a script has no destination
 * (`Sec-Fetch-Dest: empty`), and without that header it asks for JSON or gets it.
 */
function isScripted(entry: Entry): boolean {
  if (entry.resourceType !== null) return SCRIPTED.has(entry.resourceType);
  const destination = header(entry, 'sec-fetch-dest');
  if (destination !== '') return destination === 'empty';
  const isJson = (type: string): boolean => /\bapplication\/(?:[\w.-]+\+)?json\b/.test(type);
  return isJson(entry.mediaType) || isJson(header(entry, 'accept')) || header(entry, 'x-requested-with') !== '';
}

/** Why a request is never imported, as a clause for a note; null for an API request, which may be imported. */
export function otherKind(entry: Entry): string | null {
  if (isWebSocket(entry)) return 'of WebSockets';
  if (isPreflight(entry)) return 'of CORS preflights';
  if (isEventStream(entry)) return 'of event streams, which do not end,';
  if (entry.split === null || !isScripted(entry)) return 'for pages, static files and other types than XHR and fetch';
  return methodOf(entry.method) === null ? 'with a method that whyslow does not send' : null;
}

const NOT_MODIFIED = 304;

/** A clause for responses that cannot be expected again; null for a right one. */
export function failure({ status }: Entry): string | null {
  if (status === 0) return 'that were aborted or had no response';
  if (status === NOT_MODIFIED) return null;
  if (status < 200 || (status >= 300 && status < 400)) return 'that were redirected';
  return status < 300 ? null : 'with a 4xx or 5xx response';
}

/** The status to expect without the cache of the browser. */
export const expectedStatus = ({ status }: Entry): number => (status === NOT_MODIFIED ? 200 : status);
