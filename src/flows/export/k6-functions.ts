import { LONGEST_RENEWAL_MS, RENEWAL_SHARE } from '../lifetime.ts';

/** The functions that flows call. A script has those that it uses. */
const functions: Readonly<Record<string, string>> = {
  env: `/** @param {string} name */
function env(name) {
  if (__ENV[name] === undefined) exec.test.abort(\`set \${name} in the environment\`);
  return __ENV[name];
}`,
  uuidV4: `/** A random UUID of version 4 (RFC 9562). */
function uuidV4() {
  const bytes = new Uint8Array(crypto.randomBytes(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}`,
  bodyOf: `/** @param {Response} res */
function bodyOf(res) {
  return typeof res.body === 'string' ? res.body : '';
}`,
  jsonOf: `/** @param {Response} res */
function jsonOf(res) {
  try {
    return JSON.parse(bodyOf(res));
  } catch {
    return undefined;
  }
}`,
  jsonAt: `/**
 * @param {Response} res
 * @param {string[]} keys
 */
function jsonAt(res, keys) {
  return keys.reduce((value, key) => (value === null || typeof value !== 'object' ? undefined : value[key]), jsonOf(res));
}`,
  headerOf: `/**
 * @param {Response} res
 * @param {string} name in lower case
 */
function headerOf(res, name) {
  const found = Object.keys(res.headers).find((key) => key.toLowerCase() === name);
  return found === undefined ? '' : res.headers[found];
}`,
  cookieOf: `/**
 * @param {string} url
 * @param {string} name
 */
function cookieOf(url, name) {
  return (http.cookieJar().cookiesForURL(url)[name] || [])[0] || '';
}`,
  queryOf: `/**
 * @param {string} location
 * @param {string} name
 */
function queryOf(location, name) {
  const pairs = (location.split('?')[1] || '').split('#')[0].split('&');
  const pair = pairs.find((each) => each.startsWith(\`\${name}=\`)) || '';
  return decodeURIComponent(pair.slice(name.length + 1).replace(/\\+/g, ' '));
}`,
  keep: `/**
 * Keeps a value of a response. False where the response has none and must have it: the flow ends there.
 *
 * @param {Values} into
 * @param {string} name
 * @param {any} value
 * @param {boolean} optional
 */
function keep(into, name, value, optional) {
  if (!['string', 'number', 'boolean'].includes(typeof value) || value === '') return optional;
  into[name] = value;
  return true;
}`,
  forgetCookies: `function forgetCookies() {
  for (const origin of [TARGET, AUTH]) http.cookieJar().clear(origin);
}`,
  wrong: `/** @param {string} suite */
function wrong(suite) {
  flowErrors.add(1, { suite });
}`,
  bearer: `/**
 * @param {any} token
 * @returns {Record<string, string>}
 */
function bearer(token) {
  return token === undefined ? {} : { authorization: \`Bearer \${token}\` };
}`,
  claimsOf: `/** @param {any} token */
function claimsOf(token) {
  try {
    return JSON.parse(encoding.b64decode(String(token).split('.')[1], 'rawurl', 's'));
  } catch {
    return {};
  }
}`,
  isDue: `/**
 * Whether the access token is near its end: a fifth of its lifetime, at most 30 s. A token without an end never is.
 *
 * @param {Values} session
 */
function isDue(session) {
  const { iat, exp } = claimsOf(session.access);
  const stated = typeof iat === 'number' && typeof exp === 'number';
  const lifetimeMs = stated ? (exp - iat) * 1000 : session.lifetimeMs || session.lifetimeS * 1000;
  const endMs = stated ? exp * 1000 : session.issuedAtMs + lifetimeMs;
  return lifetimeMs > 0 && Date.now() >= endMs - Math.min(${LONGEST_RENEWAL_MS}, lifetimeMs * ${RENEWAL_SHARE});
}`,
};

/** The functions that a text calls, and those that they call, in the order of the list. */
export function functionsFor(text: string): readonly string[] {
  const called = new Set<string>();
  const follow = (part: string): void => {
    for (const [name, body] of Object.entries(functions)) {
      if (called.has(name) || !new RegExp(`\\b${name}\\(`).test(part)) continue;
      called.add(name);
      follow(body);
    }
  };
  follow(text);
  return Object.entries(functions).flatMap(([name, body]) => (called.has(name) ? [body] : []));
}

const modules: readonly (readonly [string, string, RegExp])[] = [
  ['http', 'k6/http', /\bhttp\./],
  ['crypto', 'k6/crypto', /\bcrypto\./],
  ['encoding', 'k6/encoding', /\bencoding\./],
  ['exec', 'k6/execution', /\bexec\./],
];

/** The modules of k6 that a text uses. */
export const importsFor = (text: string): readonly string[] => [
  ...modules.flatMap(([name, from, use]) => (use.test(text) ? [`import ${name} from '${from}';`] : [])),
  "import { Counter, Trend } from 'k6/metrics';",
  "import { check } from 'k6';",
];
