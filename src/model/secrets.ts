/** Replaces a value that may be a secret. */
export const MASK = '***';

/**
 * Masks everything that looks like a secret in external text or quoted user input. Masking is idempotent. Every
 * quantifier is bounded or anchored, because the server controls the text.
 */
export const maskedText = (text: string): string =>
  masks.reduce((shown, { find, put }) => shown.replace(find, put), text);

/**
 * A URL, or a path with a query, for output: scheme, host, path and query names stay. User info, query values and the
 * fragment are masked. Requests use the unmasked URL.
 */
export const maskedUrl = (url: string): string => maskedText(maskedParts(url));

/**
 * Masks a text of a run. A command of an exchange names its secrets by variables, which `maskedText` would take for
 * secrets, so that only known forms of secrets are masked in it.
 */
export const maskedInRun = (text: string, key?: string): string =>
  key === 'curl' || key === 'make' ? withoutSecretForms(text) : maskedText(text);

/**
 * Maps every string in a value, keys included. Unchanged parts are the same objects, not copies. `change` gets the key that
 * a string stands under.
 */
export function withTexts<T>(value: T, change: (text: string, key?: string) => string): T;
export function withTexts(value: unknown, change: (text: string, key?: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const changed = entries.map(
    ([key, inner]) =>
      [change(key), typeof inner === 'string' ? change(inner, key) : withTexts<unknown>(inner, change)] as const,
  );
  if (changed.every(([key, inner], index) => key === entries[index]?.[0] && inner === entries[index]?.[1]))
    return value;
  return Array.isArray(value) ? changed.map(([, inner]) => inner) : Object.fromEntries(changed);
}

/** The values of a query, encoded and decoded. A server or client may repeat them in its messages. */
export const queryValuesOf = (path: string): readonly string[] =>
  path
    .split('?')
    .slice(1)
    .join('?')
    .split('&')
    .map((pair) => pair.slice(pair.indexOf('=') + 1))
    .flatMap((value) => [value, decoded(value)])
    .filter((value) => value.length >= SHORTEST_REPEATED);

/** Shorter values are no useful secrets, and masking `page=2` would mask every 2 of a text. */
const SHORTEST_REPEATED = 4;

/** An external text with the given values masked. */
export const withoutValues = (text: string, values: readonly string[]): string =>
  values.reduce((shown, value) => shown.replaceAll(value, MASK), text);

function decoded(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '));
  } catch {
    return value;
  }
}

interface MaskRule {
  readonly find: RegExp;
  readonly put: (match: string, ...groups: string[]) => string;
}

/** A value is a secret if its name ends in one of these words. */
const SECRET_WORD =
  'passw(?:or)?d|passwd|passphrase|pwd|secret|token|credentials?|api[-_]?key|access[-_]?key|private[-_]?key|' +
  'secret[-_]?key|signing[-_]?key|auth[-_]?key|encryption[-_]?key|session[-_]?id|sid|jwt|otp';

/** Whether an option or variable of this name contains a secret. */
export const isSecretName = (name: string): boolean => SECRET_NAME.test(name);
const SECRET_NAME = new RegExp(`(?:${SECRET_WORD}|pass|auth|authorization|cookie|key|dsn|signature)s?$`, 'i');

/** Token prefixes of providers, which secret scanners use too: GitHub, GitLab, Slack, AWS, Stripe, OpenAI, … */
const TOKEN_PREFIX = [
  'gh[oprsu]_[A-Za-z0-9]{4,}',
  'github_pat_\\w{4,}',
  'gl(?:pat|dt|rt|cbt|ptt|ft|soat|agent|imt)-[\\w-]{4,}',
  'xox[a-z]-[\\w-]{4,}',
  'xapp-[\\w-]{4,}',
  'A[KS]IA[A-Z0-9]{8,}',
  '[prs]k_(?:live|test)_\\w{4,}',
  'whsec_\\w{8,}',
  'sk-(?=[\\w-]{0,80}\\d)[\\w-]{8,}',
  'sk-[A-Za-z]{16,}',
  'AIza[\\w-]{20,}',
  'ya29\\.[\\w-]{10,}',
  'npm_[A-Za-z0-9]{20,}',
  'pypi-[\\w-]{16,}',
  'dckr_pat_[\\w-]{8,}',
  'hv[bsr]\\.[\\w-]{8,}',
  'hf_[A-Za-z0-9]{16,}',
  'SG\\.[\\w-]{8,}\\.[\\w-]{8,}',
  'shp(?:at|ca|pa|ss)_[A-Za-z0-9]{8,}',
  'do[opr]_v1_[a-f0-9]{8,}',
];

const PRIVATE_KEY = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}-----|$)/g;
const PROVIDER_TOKEN = new RegExp(`(?<![A-Za-z0-9])(?:${TOKEN_PREFIX.join('|')})`, 'g');
const JWT = /(?<![\w-])eyJ[\w-]{4,}(?:\.[\w-]+){1,4}\.?/g;

/** Whether a text contains a secret of a known form: a private key, a provider's token or a JWT. */
export const hasSecretForm = (text: string): boolean =>
  [PRIVATE_KEY, PROVIDER_TOKEN, JWT].some((form) => text.search(form) !== -1);

const withoutSecretForms = (text: string): string =>
  [PRIVATE_KEY, PROVIDER_TOKEN, JWT].reduce((shown, form) => shown.replace(form, MASK), text);

/** Excludes values that are already masked or that are placeholders of whyslow. */
const NOT_YET = '(?!\\*\\*\\*|…)';
/** Excludes the start of a dictionary or list, and switches: `SIMPLE_JWT = {'…'`, `revokeRefreshToken=true`. */
const NO_SECRET = `(?![{[(]["']|(?:true|false|0|1)(?![^\\s"',;)]))`;
const VALUE = `("[^"\\n]*"|'[^'\\n]*'|[^\\s"']+)`;

const masks: readonly MaskRule[] = [
  { find: PRIVATE_KEY, put: () => MASK },
  { find: /(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{0,20}:\/\/[^\s"'<>`]+/gi, put: (url) => maskedParts(url) },
  // name:password@host without a scheme
  { find: /(?<![^\s"'`(=,])[^\s/:@"'`(=,?&]{0,100}:(?!\/\/)[^\s@"']{1,200}@(?=[\w.[-])/g, put: () => `${MASK}@` },
  {
    find: /([?&;][^\s=&?#"'<>;]{1,100}=)[^&#\s"'<>]*?(?=[).,;:]*(?:[&#\s"'<>]|$))/g,
    put: (_pair, name = '') => `${name}${MASK}`,
  },
  {
    find: /((?:set-)?cookie\s{0,4}[:=]\s{0,4})(?=[^\s=;"']{1,100}=)[^\r\n"']+/gi,
    put: (_line, name = '') => `${name}${MASK}`,
  },
  {
    find: new RegExp(`(authorization["']?\\s{0,4}[:=]\\s{0,4}["']?)${NOT_YET}[^\\s"']+(?: [^\\s"']+)?`, 'gi'),
    put: (_line, name = '') => `${name}${MASK}`,
  },
  {
    find: new RegExp(
      `(?<![\\w-])(Bearer|Basic)\\s{1,4}${NOT_YET}(?!(?:tokens?|realm|auth|authentication|authorization|scheme|error)\\b)[^\\s"',;]+`,
      'g',
    ),
    put: (_line, scheme = '') => `${scheme} ${MASK}`,
  },
  { find: PROVIDER_TOKEN, put: () => MASK },
  { find: JWT, put: () => MASK },
  {
    find: new RegExp(
      `(?<![\\w.-])(["']?[\\w.-]{0,60}(?:${SECRET_WORD})["']?\\s?=\\s?)${NOT_YET}${NO_SECRET}${VALUE}`,
      'gi',
    ),
    put: (_pair, name = '') => `${name}${MASK}`,
  },
  {
    find: new RegExp(`(["'][\\w.-]{0,60}(?:${SECRET_WORD})["']\\s?:\\s?)${NOT_YET}("[^"\\n]*"|'[^'\\n]*')`, 'gi'),
    put: (_pair, name = '') => `${name}"${MASK}"`,
  },
  // In prose such a word may also precede a colon, but then the next word contains no digit.
  {
    find: new RegExp(
      `(?<![\\w.-])([\\w.-]{0,60}(?:${SECRET_WORD})\\s{0,2}:\\s{0,2})${NOT_YET}(?=[^\\s"']{0,200}\\d)[^\\s"']{4,}`,
      'gi',
    ),
    put: (_pair, name = '') => `${name}${MASK}`,
  },
  { find: /(?<![\w-])(key\s?=\s?)[\w+/=-]{16,}/gi, put: (_pair, name = '') => `${name}${MASK}` },
  {
    find: new RegExp(`(?<![\\w-])(--?[\\w-]{0,60}(?:${SECRET_WORD}|auth)\\s{1,4})${NOT_YET}(?!-)${VALUE}`, 'gi'),
    put: (_pair, name = '') => `${name}${MASK}`,
  },
];

function maskedParts(url: string): string {
  const open = withoutUser(url);
  const [, base = '', query, fragment] = /^([^?#]*)(\?[^#]*)?(#[\s\S]*)?$/.exec(open) ?? [];
  const shown = query === undefined ? '' : `?${query.slice(1).split('&').map(maskedPair).join('&')}`;
  return `${base}${shown}${fragment === undefined || fragment === '#' ? '' : `#${MASK}`}`;
}

/** Masks the whole pair if it has no value or may be base64 with padding. */
function maskedPair(pair: string): string {
  if (pair === '') return pair;
  const [, name = '', value = ''] = /^([^=]*)=([\s\S]*)$/.exec(pair) ?? [];
  const isName = name !== '' && (value === '' ? /^[a-z][a-z_.-]{0,30}$/i.test(name) : !/^=*$/.test(value));
  return isName ? `${name}=${MASK}` : MASK;
}

/**
 * If the part before the first slash is a host, a later @ belongs to the path. Otherwise the last @ ends the user info,
 * whose password may contain characters that the URL should have encoded.
 */
function withoutUser(url: string): string {
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*:\/\/)([\s\S]*)$/i.exec(url) ?? [];
  const [authority = ''] = rest.split(/[/?#]/);
  const at = rest.lastIndexOf('@');
  if (scheme === '' || at === -1 || /^(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i.test(authority)) return url;
  return `${scheme}${MASK}@${rest.slice(at + 1)}`;
}
