import { parseJson } from '../../../flows/interpreter.ts';
import type { Session } from '../../../flows/contract.ts';
import type { ForeignRead } from '../../../model/auth-responses.ts';
import type { HttpRequest, HttpResponse } from '../../../model/http.ts';
import { holdsToken, isCsrfName, SHORTEST_TOKEN } from './set-cookies.ts';

/** A name that is reserved for examples (RFC 2606 §2), so that it is the origin of no page. */
export const ANOTHER_SITE = 'https://another-site.example';

/** The CORS headers of a response to a request with this Origin. */
export function foreignRead(
  what: ForeignRead['what'],
  origin: ForeignRead['origin'],
  { status, headers }: HttpResponse,
): ForeignRead {
  const allowed = headers['access-control-allow-origin'];
  const asked = origin === 'null' ? 'null' : ANOTHER_SITE;
  return {
    what,
    origin,
    status,
    allowOrigin: allowed === undefined ? 'none' : allowed === '*' ? 'any' : allowed === asked ? 'same' : 'another',
    allowsCredentials: headers['access-control-allow-credentials']?.toLowerCase() === 'true',
  };
}

/** The CORS headers in words. */
export const foreignText = ({ status, allowOrigin, allowsCredentials }: ForeignRead): string =>
  `${status}, ${originTexts[allowOrigin]}${allowsCredentials ? ', credentials allowed' : ''}`;

const originTexts = {
  none: 'no origin allowed',
  same: 'this origin allowed',
  any: 'any origin (*) allowed',
  another: 'another origin allowed',
} as const;

export const withOrigin =
  (origin: string) =>
  (request: HttpRequest): HttpRequest => ({ ...request, headers: { ...request.headers, origin } });

/**
 * The request as a page of another site can make it: with the cookies of these names, and without what only a page of the
 * site itself knows or may send. A body is `text/plain`, which a form can send without a preflight (Fetch §2.2.2).
 */
export function asAnotherSite(request: HttpRequest, session: Session, cookieNames: ReadonlySet<string>): HttpRequest {
  const secrets = Object.values(session.values).map(String);
  const isSecret = (text: string): boolean => secrets.some((secret) => holdsToken(text, secret));
  const headers = Object.entries(request.headers).filter(
    ([name, value]) => name !== 'authorization' && name !== 'cookie' && !isCsrfName(name) && !isSecret(value),
  );
  const type = request.headers['content-type'];
  const isJson = type?.includes('json') === true;
  return {
    ...request,
    body: request.body === null ? null : withoutSecrets(request.body, isJson, isSecret),
    headers: {
      ...Object.fromEntries(headers),
      ...(isJson ? { 'content-type': 'text/plain' } : {}),
      ...cookieOf(request, cookieNames),
      origin: ANOTHER_SITE,
      referer: `${ANOTHER_SITE}/`,
      'sec-fetch-site': 'cross-site',
    },
  };
}

function cookieOf({ headers }: HttpRequest, names: ReadonlySet<string>): { cookie?: string } {
  const sent = (headers['cookie'] ?? '')
    .split('; ')
    .filter((pair) => names.has(pair.slice(0, Math.max(0, pair.indexOf('=')))));
  return sent.length === 0 ? {} : { cookie: sent.join('; ') };
}

function withoutSecrets(body: string, isJson: boolean, isSecret: (text: string) => boolean): string {
  const isKnown = ([name, value]: readonly [string, unknown]): boolean =>
    !isCsrfName(name) && !(typeof value === 'string' && value.length >= SHORTEST_TOKEN && isSecret(value));
  if (!isJson) return new URLSearchParams([...new URLSearchParams(body)].filter(isKnown)).toString();
  const fields = parseJson(body);
  if (typeof fields !== 'object' || fields === null) return '';
  return JSON.stringify(Object.fromEntries(Object.entries(fields).filter(isKnown)));
}
