import { fixed, wellFormed } from '../../../flows/import/template-text.ts';
import type { FoundLogin, PageFields } from './contract.ts';
import { flowMapping, type Pairs, quotedText } from './yaml-text.ts';

/**
 * An `auth:` section of the configuration for this login, as lines of YAML. The user completes it: the names that the
 * server does not show, where the response holds the token, and a protected route.
 */
export function configLinesFor(found: FoundLogin): readonly string[] {
  const post = [`request: ${requestText('POST', found.path)}`, bodyLine(found), resultLine(found)];
  const steps = found.csrf === null ? [post] : [pageLines(found.csrf), post];
  return [
    'auth:',
    '  login:',
    ...(steps.length === 1 ? indented(post, 4) : steps.flatMap(listItem)),
    `  api: [/api/me] # ${found.from === 'page' ? 'a GET that needs the session' : 'a GET that needs the token'}`,
  ];
}

const indented = (lines: readonly string[], spaces: number): readonly string[] =>
  lines.map((line) => `${' '.repeat(spaces)}${line}`);

const listItem = ([first = '', ...rest]: readonly string[]): readonly string[] => [
  `    - ${first}`,
  ...indented(rest, 6),
];

/** A request line has no spaces. A colon or a brace would end a text without quotes. */
function requestText(method: string, path: string): string {
  const safe = path.replaceAll(/[^\x21-\x7e]|["\\]/gu, (sign) => encodeURIComponent(wellFormed(sign)));
  const text = `${method} ${fixed(safe.startsWith('/') ? safe : `/${safe}`)}`;
  return /^[\w ./~%@+-]+$/.test(text) ? text : quotedText(text);
}

/** The first page field is `csrf`; the login keeps captures in the session. */
const captureName = (place: number): string => (place === 0 ? 'csrf' : `csrf${place + 1}`);

const pageLines = ({ page, fields }: PageFields): readonly string[] => [
  `request: ${requestText('GET', page)}`,
  `capture: ${flowMapping(fields.map((field, place) => [captureName(place), quotedText(`form:${field}`)]))}`,
];

/** Common names where the server shows none. */
const GUESSED = { json: 'email', form: 'username' } as const;

function bodyLine({ encoding, usernameField, passwordField, csrf, constants }: FoundLogin): string {
  const fields = unique([
    ...Object.entries(constants).map(([name, value]) => [name, quotedText(fixed(value))] as const),
    ...(csrf?.fields ?? []).map((name, place) => [name, quotedText(`{{session.${captureName(place)}}}`)] as const),
    [usernameField ?? GUESSED[encoding], '"{{username}}"'],
    [passwordField ?? 'password', '"{{password}}"'],
  ]);
  const isGuess = usernameField === null || passwordField === null;
  const body = encoding === 'json' ? nested(fields) : flowMapping(fields);
  return `${encoding}: ${body}${isGuess ? ' # the names of the fields are a guess' : ''}`;
}

/** YAML refuses a repeated key. The password comes last, and stays. */
const unique = (fields: Pairs): Pairs => [...new Map(fields.map(([name, value]) => [wellFormed(name), value]))];

/** Fields with the same name before the dot are in one object. */
function nested(fields: Pairs): string {
  const groups = new Map<string, (readonly [string, string])[]>();
  for (const [name, value] of fields) {
    const dot = name.indexOf('.');
    const isInside = dot > 0 && dot < name.length - 1;
    const key = isInside ? name.slice(0, dot) : name;
    groups.set(key, [...(groups.get(key) ?? []), [isInside ? name.slice(dot + 1) : '', value]]);
  }
  const pairs = [...groups].map(([name, inner]) => {
    const [only] = inner;
    return [name, only?.[0] === '' ? only[1] : nested(inner.filter(([rest]) => rest !== ''))] as const;
  });
  return flowMapping(pairs);
}

/** The session of a page is a cookie, which is kept without a capture. */
function resultLine({ from, constants }: FoundLogin): string {
  if (from === 'page') return 'expect: { status: [302, 303] }';
  const token = constants['grant_type'] === undefined ? 'token' : 'access_token';
  return `capture: { access: ${quotedText(`json:${token}`)} } # where the response holds the token`;
}
