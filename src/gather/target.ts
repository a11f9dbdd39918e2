import { isIPv6 } from 'node:net';
import { ToolError } from '../model/error.ts';
import { maskedUrl } from '../model/secrets.ts';
import type { Target } from '../model/target.ts';
import { disguisedAddress, refuseNumericHost, spelledOut } from './target-text.ts';

const DEFAULT_PORTS = { http: 80, https: 443 } as const;

/**
 * Parses the target that the user typed. A missing scheme means http, a bare number a port of localhost, and a wildcard
 * address like 0.0.0.0 this machine.
 * @throws ToolError `bad-url` (exit 2) for text that is not an http or https URL, that contains a password, or whose
 * host is a number.
 */
export function parseTarget(text: string): Target {
  const candidate = spelledOut(text).url;
  const url = parseUrl(candidate, text);
  const scheme = url.protocol.slice(0, -1);
  if (scheme !== 'http' && scheme !== 'https') {
    throw new ToolError(
      'bad-url',
      `"${withoutSecret(text)}" has the scheme ${scheme}; whyslow speaks http and https. Try http://localhost:8000`,
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new ToolError(
      'bad-url',
      'The URL contains a name or password. Pass --user NAME and WHYSLOW_PASSWORD instead.',
    );
  }
  refuseNumericHost(candidate);
  if (url.port === '0') throw new ToolError('bad-url', 'No server listens on port 0. Expected a port from 1 to 65535.');
  return {
    url: maskedUrl(`${url.origin}${url.pathname}${url.search}`),
    scheme,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? DEFAULT_PORTS[scheme] : Number(url.port),
    path: `${url.pathname}${url.search}`,
  };
}

/** The part before the @ may be a password, also in an invalid URL. */
const withoutSecret = (text: string): string => maskedUrl(text);

/** The wildcard address in the text, like 0.0.0.0, that `parseTarget` replaces by localhost; null if there is none. */
export const wildcardIn = (text: string): string | null => spelledOut(text).wildcard;

/** The typed text as a URL with scheme and host, for the configuration file. */
export const spelledUrl = (text: string): string => spelledOut(text).url;

/**
 * Parses the host of --allow-remote into the form of `Target.host`.
 * @throws ToolError `bad-host` (exit 2)
 */
export function parseRemoteHost(text: string): string {
  const typed = isIPv6(text) ? `[${text}]` : text;
  const url = `http://${typed}`;
  if (!/^(\[[^\]]*\]|[^:/?#@\\\s*+]+)$/.test(typed) || !URL.canParse(url) || spelledOut(url).wildcard !== null) {
    throw new ToolError('bad-host', `--allow-remote "${text}" expects a host alone, like server.example or 192.0.2.1.`);
  }
  const address = disguisedAddress(url);
  if (address !== null) {
    throw new ToolError(
      'bad-host',
      `--allow-remote "${text}" is a number, which URL parsing turns into the address ${address}. Write it as ${address}.`,
    );
  }
  return new URL(url).hostname.replace(/^\[|\]$/g, '');
}

/** The URL parser accepts `http:8000` and takes the number as the host. */
const SCHEME_WITHOUT_SLASHES = /^https?:(?!\/\/)/i;

function parseUrl(candidate: string, text: string): URL {
  const isUrl = URL.canParse(candidate) && !SCHEME_WITHOUT_SLASHES.test(text.trim());
  if (isUrl && new URL(candidate).hostname !== '') return new URL(candidate);
  throw new ToolError(
    'bad-url',
    `"${withoutSecret(text)}" is not a URL. Expected something like http://localhost:8000, or 8000 alone.`,
  );
}
