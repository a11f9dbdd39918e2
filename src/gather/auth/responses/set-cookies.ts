import type { SameSite, SeenCookie, SessionSecret } from '../../../model/auth-responses.ts';
import type { SeenExchange } from '../seen-exchange.ts';
import { shownName } from './sensitive.ts';

/** A Set-Cookie line with its value, which stays in memory. */
export interface SetCookie extends Omit<SeenCookie, 'holds'> {
  readonly value: string;
}

/** The last line of each cookie that was set and not removed. */
export function setCookiesOf(exchanges: readonly SeenExchange[], nowMs: number): readonly SetCookie[] {
  const last = new Map<string, SetCookie>();
  for (const { response } of exchanges) {
    for (const line of response.setCookies) {
      const cookie = parsed(line, nowMs);
      if (cookie === null) continue;
      if (cookie.value === '' || (cookie.lifetimeS !== null && cookie.lifetimeS <= 0)) last.delete(cookie.name);
      else last.set(cookie.name, cookie);
    }
  }
  return [...last.values()];
}

function parsed(line: string, nowMs: number): SetCookie | null {
  const [pair = '', ...attributes] = line.split(';');
  const equals = pair.indexOf('=');
  if (equals < 1) return null;
  const given = new Map(
    attributes.map((attribute) => {
      const [key = '', ...value] = attribute.split('=');
      return [key.trim().toLowerCase(), value.join('=').trim()] as const;
    }),
  );
  return {
    name: pair.slice(0, equals).trim(),
    value: pair.slice(equals + 1).trim(),
    httpOnly: given.has('httponly'),
    secure: given.has('secure'),
    sameSite: sameSiteOf(given.get('samesite')),
    lifetimeS: lifetimeOf(given.get('max-age'), given.get('expires'), nowMs),
  };
}

/** Browsers read an unknown value as if the attribute were absent. */
function sameSiteOf(value: string | undefined): SameSite {
  const plain = value?.toLowerCase();
  return plain === 'strict' || plain === 'lax' || plain === 'none' ? plain : 'absent';
}

/** Max-Age outranks Expires (RFC 6265 §5.3, step 3). */
function lifetimeOf(maxAge: string | undefined, expires: string | undefined, nowMs: number): number | null {
  if (maxAge !== undefined && /^-?\d{1,12}$/.test(maxAge)) return Number(maxAge);
  const atMs = expires === undefined ? Number.NaN : Date.parse(expires);
  return Number.isNaN(atMs) ? null : Math.round((atMs - nowMs) / 1_000);
}

/** Shorter values are no tokens, and could be part of any text. */
export const SHORTEST_TOKEN = 8;

/** Whether a text contains the token, as it is or percent-encoded. */
export const holdsToken = (text: string, token: string | null): boolean =>
  token !== null &&
  token.length >= SHORTEST_TOKEN &&
  (text.includes(token) || text.includes(encodeURIComponent(token)));

export const withHolding = ({ value: _secret, name, ...attributes }: SetCookie, holds: SessionSecret): SeenCookie => ({
  name: shownName(name),
  holds,
  ...attributes,
});

/** Cookies with these names protect a form, and open no session. */
export const isCsrfName = (name: string): boolean => /csrf|xsrf|authenticity|requestverification/i.test(name);
