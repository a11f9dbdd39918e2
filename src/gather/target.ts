import { ToolError } from '../model/error.ts';
import type { Target } from '../model/target.ts';

const DEFAULT_PORTS = { http: 80, https: 443 } as const;

/**
 * Reads what the user typed. A missing scheme is forgiven, since `localhost:8000` can only mean http.
 * @throws ToolError `bad-url` (exit 2) for anything that is no http or https URL, or that carries a password.
 */
export function parseTarget(text: string): Target {
  const url = parseUrl(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`, text);
  const scheme = url.protocol.slice(0, -1);
  if (scheme !== 'http' && scheme !== 'https') {
    throw new ToolError(
      'bad-url',
      `"${withoutSecret(text)}" is a ${scheme} URL; whyslow speaks http and https. Try http://localhost:8000`,
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new ToolError(
      'bad-url',
      'The URL carries a name or password. Pass --user NAME and WHYSLOW_PASSWORD instead.',
    );
  }
  return {
    url: `${url.origin}${url.pathname}${url.search}`,
    scheme,
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? DEFAULT_PORTS[scheme] : Number(url.port),
    path: `${url.pathname}${url.search}`,
  };
}

/** What stands before the @ may be a password, also where the rest is wrong. */
const withoutSecret = (text: string): string => text.replace(/\/\/[^/]*@/, '//…@');

function parseUrl(candidate: string, text: string): URL {
  if (URL.canParse(candidate) && new URL(candidate).hostname !== '') return new URL(candidate);
  throw new ToolError('bad-url', `"${withoutSecret(text)}" is no URL. Expected something like http://localhost:8000`);
}
