import { maskedUrl } from '../../model/secrets.ts';
import { fixed, fixedText, piecesOf, shownText, withFixed } from './template-text.ts';
import { hidden, type Vault } from './vault.ts';

/** A URL in its parts. */
export interface SplitUrl {
  /** Like `http://localhost:3000`. */
  readonly origin: string;
  /** Name and password before the host, decoded. */
  readonly user: string | null;
  /** Path and query, a template without a fragment. */
  readonly target: string;
}

/** @returns null where the text, a template, is no http or https URL with a fixed host. */
export function splitUrl(url: string): SplitUrl | null {
  const [, scheme = '', authority = '', rest = ''] = /^(https?):\/\/([^/?#]*)([\s\S]*)$/i.exec(url) ?? [];
  const at = authority.lastIndexOf('@');
  const host = authority.slice(at + 1);
  const origin = originOf(`${scheme.toLowerCase()}://${host}`, host);
  if (origin === null) return null;
  return { origin, user: at === -1 ? null : decoded(authority.slice(0, at)), target: targetOf(rest) };
}

/** URL parsing turns some numbers into another host: `0x7f.1` is 127.0.0.1. */
function originOf(base: string, host: string): string | null {
  if (host === '' || /[\s{}@\\]/.test(host) || !URL.canParse(base)) return null;
  const { origin, hostname } = new URL(base);
  const written = host.replace(/:\d*$/, '').toLowerCase();
  const isSame = hostname === written || /[^\x21-\x7e]/.test(host) || host.startsWith('[');
  return isSame ? origin : null;
}

/** A template of path and query as it is sent: it begins with a slash, has no fragment, and is percent-encoded. */
export function targetOf(rest: string): string {
  const [path = ''] = rest.split('#');
  return withFixed(path.startsWith('/') ? path : `/${path}`, (text) => fixed(percentEncoded(text)));
}

const percentEncoded = (text: string): string => text.replaceAll(/[^\x21-\x7e]|["<>\\^`{|}]/gu, encodeURIComponent);

/** The target with its secrets in the vault: segments of the path by their form, query values by their name too. */
export function withoutSecrets(target: string, vault: Vault): string {
  const [path = '', ...queries] = target.split('?');
  const segments = path.split('/').map((segment) => withoutSecret('', segment, 'path', vault));
  if (queries.length === 0) return segments.join('/');
  const pairs = queries
    .join('?')
    .split('&')
    .map((pair) => withoutPair(pair, vault));
  return `${segments.join('/')}?${pairs.join('&')}`;
}

function withoutPair(pair: string, vault: Vault): string {
  const equals = pair.indexOf('=');
  if (equals === -1) return withoutSecret('', pair, 'query', vault);
  const name = decoded(pair.slice(0, equals));
  if (vault.isSecret('', name)) return hidden(vault, 'query', pair, queryDecoded);
  return `${pair.slice(0, equals)}=${withoutSecret(name, pair.slice(equals + 1), name, vault)}`;
}

function withoutSecret(field: string, value: string, name: string, vault: Vault): string {
  return vault.isSecret(field, queryDecoded(shownText(value))) ? hidden(vault, name, value, queryDecoded) : value;
}

export const queryDecoded = (text: string): string => decoded(text.replaceAll('+', ' '));

/** Malformed percent-encoding is left as it is. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `POST /api/orders?page=***`, for titles and messages. */
export const shownRequest = (method: string, target: string): string =>
  `${method} ${maskedUrl(
    piecesOf(target)
      .map((piece) => (piece.kind === 'fixed' ? piece.text : shownSlot(piece.name)))
      .join(''),
  )}`;

const shownSlot = (name: string): string => (name.startsWith('env.') ? '***' : `{${name.split('.').at(-1) ?? ''}}`);

/** Ids are parts of file names and labels, so that a long path is cut. */
const LONGEST_ID = 40;

/** `post-api-orders`: the method and the fixed segments of the path. */
export function idOf(method: string, target: string): string {
  const [path = ''] = target.split('?');
  const words = [method, ...path.split('/').filter((segment) => fixedText(segment) !== null)]
    .flatMap((segment) =>
      decoded(segment)
        .toLowerCase()
        .split(/[^a-z0-9]+/),
    )
    .filter((word) => word !== '');
  const id = words.join('-');
  return id.length <= LONGEST_ID
    ? id
    : id
        .slice(0, LONGEST_ID + 1)
        .replace(/-[^-]*$/, '')
        .slice(0, LONGEST_ID);
}

/** Names the ids of one import: a repeated one gets a number. */
export function uniqueIds(): (id: string) => string {
  const taken = new Set<string>();
  return (id) => {
    let [free, number] = [id, 2];
    for (; taken.has(free); number += 1) free = `${id}-${number}`;
    taken.add(free);
    return free;
  };
}
