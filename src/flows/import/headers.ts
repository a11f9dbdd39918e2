import { FORM_TYPE } from './body.ts';
import { shownText } from './template-text.ts';
import { hidden, type Vault } from './vault.ts';

/** A header with its value as a template. */
export interface Header {
  readonly name: string;
  readonly value: string;
}

/** Headers of one connection (RFC 9110 §7.6.1), and those that the client sets from the URL, the body and its own abilities. */
const SET_BY_CLIENT = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'expect',
  'host',
  'http2-settings',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Pseudo-headers of HTTP/2, like `:authority`, are left out too. */
export const isSetByClient = ({ name }: Header): boolean =>
  name.startsWith(':') || SET_BY_CLIENT.has(name.toLowerCase());

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** A field name (RFC 9110 §5.1). */
export const isHeaderName = (name: string): boolean => TOKEN.test(name);

/** What a session of an account replaces. */
export const isCredential = ({ name }: Pick<Header, 'name'>): boolean => /^(?:authorization|cookie)$/i.test(name);

export const headerOf = (headers: readonly Header[], name: string): string | null =>
  headers.find((header) => header.name.toLowerCase() === name)?.value ?? null;

/** Servers answer a repeated key with the first response, so that each request gets its own. */
const isIdempotencyKey = (name: string): boolean => /^(?:x-)?idempotency-key$/i.test(name);

export const isSecretHeader = ({ name, value }: Header, vault: Vault): boolean =>
  !isIdempotencyKey(name) && shownText(value) !== '' && vault.isSecret(name, shownText(value));

/** Headers by name in lower case. Repeated ones are joined (RFC 9110 §5.3), and secrets are in the vault. */
export function headersByName(headers: readonly Header[], vault: Vault): Readonly<Record<string, string>> {
  const joined = new Map<string, string>();
  for (const { name, value } of headers) {
    const key = name.toLowerCase();
    const before = joined.get(key);
    joined.set(key, before === undefined ? value : `${before}${key === 'cookie' ? '; ' : ', '}${value}`);
  }
  return Object.fromEntries(
    [...joined].map(([name, value]) => {
      if (isIdempotencyKey(name)) return [name, '{{uuid}}'];
      return [name, isSecretHeader({ name, value }, vault) ? hidden(vault, name, value) : value];
    }),
  );
}

export const typeOf = (headers: readonly Header[], otherwise = FORM_TYPE): string => {
  const type = headerOf(headers, 'content-type');
  return type === null ? otherwise : shownText(type);
};
