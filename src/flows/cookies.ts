import type { Cookie } from './contract.ts';

/** Browsers keep at least 50 cookies of a site (RFC 6265 §6.1). Cookies above this number are dropped. */
const MOST_COOKIES = 200;

/**
 * The cookies of a session after a response.
 * `Secure` is ignored: browsers treat loopback as trustworthy, and a session over plain http must work here.
 * `Domain` is ignored: a session has one host.
 * @param lines one Set-Cookie header each.
 */
export function withSetCookies(
  cookies: readonly Cookie[],
  lines: readonly string[],
  requestPath: string,
  nowMs: number,
): readonly Cookie[] {
  if (lines.length === 0) return cookies;
  let kept = cookies;
  for (const line of lines) {
    const cookie = parseSetCookie(line, requestPath, nowMs);
    if (cookie === null) continue;
    kept = kept.filter(({ name, path }) => name !== cookie.name || path !== cookie.path);
    if (cookie.expiresAtMs > nowMs && kept.length < MOST_COOKIES) kept = [...kept, cookie];
  }
  return kept;
}

/** The Cookie header for a request to that path; empty where no cookie matches. Cookies with longer paths come first. */
export function cookieHeader(cookies: readonly Cookie[], requestPath: string, nowMs: number): string {
  if (cookies.length === 0) return '';
  const path = pathOf(requestPath);
  return cookies
    .filter((cookie) => cookie.expiresAtMs > nowMs && pathMatches(path, cookie.path))
    .toSorted((a, b) => b.path.length - a.path.length)
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ');
}

/** RFC 6265 §5.2; null for a line without a name. */
function parseSetCookie(line: string, requestPath: string, nowMs: number): Cookie | null {
  const [pair = '', ...attributes] = line.split(';');
  const equals = pair.indexOf('=');
  const name = pair.slice(0, equals).trim();
  if (equals === -1 || name === '') return null;
  const given = Object.fromEntries(
    attributes.map((attribute) => {
      const [key = '', ...value] = attribute.split('=');
      return [key.trim().toLowerCase(), value.join('=').trim()];
    }),
  );
  const path = given['path'];
  return {
    name,
    value: pair.slice(equals + 1).trim(),
    path: path?.startsWith('/') === true ? path : defaultPath(requestPath),
    expiresAtMs: expiryOf(given['max-age'], given['expires'], nowMs),
  };
}

/** Max-Age outranks Expires (RFC 6265 §5.3, step 3). */
function expiryOf(maxAge: string | undefined, expires: string | undefined, nowMs: number): number {
  if (maxAge !== undefined && /^-?\d+$/.test(maxAge)) return nowMs + Number(maxAge) * 1_000;
  const atMs = expires === undefined ? Number.NaN : Date.parse(expires);
  return Number.isNaN(atMs) ? Infinity : atMs;
}

const pathOf = (requestPath: string): string => requestPath.split('?', 1)[0] ?? '/';

/** Up to the last slash of the request's path (RFC 6265 §5.1.4). */
function defaultPath(requestPath: string): string {
  const path = pathOf(requestPath);
  const end = path.lastIndexOf('/');
  return end <= 0 ? '/' : path.slice(0, end);
}

const pathMatches = (path: string, cookiePath: string): boolean =>
  path === cookiePath || (path.startsWith(cookiePath) && (cookiePath.endsWith('/') || path[cookiePath.length] === '/'));
