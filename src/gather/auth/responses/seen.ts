import { parseJson } from '../../../flows/interpreter.ts';
import type { Session } from '../../../flows/contract.ts';
import type { RefusedRead, SeenResponse, SeenToken, SessionSecret } from '../../../model/auth-responses.ts';
import type { ShownExchange } from '../../../model/finding.ts';
import { maskedUrl } from '../../../model/secrets.ts';
import { refreshTokenOf } from '../contract.ts';
import type { SeenExchange } from '../seen-exchange.ts';
import type { WatchedClient } from '../watched.ts';
import { claimsOf, sensitiveClaims } from './sensitive.ts';
import { holdsToken, type SetCookie } from './set-cookies.ts';

/** The tokens of a session as text; null where it has none. */
export interface SessionTokens {
  readonly access: string | null;
  readonly refresh: string | null;
}

/** A refresh token that is the access token too counts once. */
export function tokensOf(session: Session): SessionTokens {
  const access = session.values['access'] === undefined ? null : String(session.values['access']);
  const refresh = refreshTokenOf(session);
  return { access, refresh: refresh === access ? null : refresh };
}

/** Which of the tokens a text contains. */
export const heldBy = (text: string, { access, refresh }: SessionTokens): readonly SessionSecret[] => [
  ...(holdsToken(text, access) ? (['access token'] as const) : []),
  ...(holdsToken(text, refresh) ? (['refresh token'] as const) : []),
];

/** The responses that hold a token in their body. */
export function responsesWithTokens(
  to: SeenResponse['to'],
  exchanges: readonly SeenExchange[],
  tokens: SessionTokens,
  show: (exchange: SeenExchange, came: string) => ShownExchange,
): readonly SeenResponse[] {
  return exchanges
    .map((exchange) => ({ exchange, ...exchange }))
    .map(({ exchange, request, response: { status, headers, body } }) => ({
      exchange,
      to,
      method: request.method,
      path: maskedUrl(request.path),
      status,
      bodyHolds: heldBy(body, tokens),
      cacheControl: directivesOf(headers['cache-control']),
      expires: isAhead(headers['expires'], headers['date']),
    }))
    .filter(({ bodyHolds }) => bodyHolds.length > 0)
    .map(({ exchange, ...seen }) => ({ ...seen, shown: show(exchange, cameFor(seen)) }));
}

const cameFor = ({ status, bodyHolds, cacheControl }: Omit<SeenResponse, 'shown'>): string =>
  `${status} with the ${bodyHolds.join(' and the ')}, Cache-Control ${cacheControl.length === 0 ? 'absent' : cacheControl.join(', ')}`;

/** An Expires that is no date, like 0, lies in the past (RFC 9111 §5.3). Without a Date it is compared with nothing. */
const isAhead = (expires: string | undefined, date: string | undefined): boolean =>
  /^[A-Z][a-z]{2,8},/.test(expires ?? '') && Date.parse(expires ?? '') > (date === undefined ? 0 : Date.parse(date));

/** The length of a list that a server sends is bounded. */
const MOST_NAMES = 10;
const namesIn = (text: string | undefined, name: RegExp): readonly string[] =>
  (text ?? '')
    .toLowerCase()
    .split(',')
    .map((part) => name.exec(part.trim())?.[0] ?? '')
    .filter((part) => part !== '')
    .slice(0, MOST_NAMES);

const directivesOf = (header: string | undefined): readonly string[] => namesIn(header, /^[a-z-]{2,30}(?:=\d{1,10})?/);

/** A challenge begins with its scheme, and its further parameters are `name=value` (RFC 9110 §11.6.1). */
const challengesOf = (header: string | undefined): readonly string[] =>
  namesIn(header?.replaceAll(/"[^"]*"/g, '""'), /^[a-z][a-z0-9-]{1,30}(?=$|\s)/);

export const refusedRead = (
  sent: RefusedRead['sent'],
  exchanges: readonly SeenExchange[],
  client: Pick<WatchedClient, 'show'>,
): readonly RefusedRead[] =>
  exchanges.slice(-1).map((exchange) => {
    const { status, headers } = exchange.response;
    const challenges = challengesOf(headers['www-authenticate']);
    const came = `${status}, WWW-Authenticate ${challenges.length === 0 ? 'absent' : challenges.join(', ')}`;
    return { sent, status, challenges, shown: client.show(exchange, [], { sent, came }) };
  });

/** Where responses state the lifetime in seconds. RFC 6749 §5.1 defines the first; the others are what servers call it. */
const ACCESS_LIFETIMES = ['expires_in'] as const;
const REFRESH_LIFETIMES = ['refresh_expires_in', 'refresh_token_expires_in', 'refreshTokenExpiresIn'] as const;

function statedS(exchanges: readonly SeenExchange[], names: readonly string[]): number | null {
  for (const { response } of exchanges) {
    const body = parseJson(response.body);
    if (typeof body !== 'object' || body === null) continue;
    const given = names.map((name) => (body as Readonly<Record<string, unknown>>)[name]);
    const stated = given.find((value) => typeof value === 'number' && value > 0);
    if (typeof stated === 'number') return stated;
  }
  return null;
}

function lifetimeOfFlowS({ values: { lifetimeS, lifetimeMs } }: Session): number | null {
  const seconds = lifetimeMs === undefined ? Number(lifetimeS) : Number(lifetimeMs) / 1_000;
  return seconds > 0 ? seconds : null;
}

/** What the tokens of the sign-in state themselves, and what is stated beside them. */
export function seenTokens(
  session: Session,
  exchanges: readonly SeenExchange[],
  cookies: readonly SetCookie[],
): readonly SeenToken[] {
  const { access, refresh } = tokensOf(session);
  const ofCookie = (token: string): number | null =>
    cookies.find(({ value }) => holdsToken(value, token))?.lifetimeS ?? null;
  const found: SeenToken[] = [];
  if (access !== null) {
    const besideIt = lifetimeOfFlowS(session) ?? statedS(exchanges, ACCESS_LIFETIMES) ?? ofCookie(access);
    found.push(seenToken('access token', access, besideIt));
  }
  if (refresh !== null)
    found.push(seenToken('refresh token', refresh, statedS(exchanges, REFRESH_LIFETIMES) ?? ofCookie(refresh)));
  return found;
}

function seenToken(token: SeenToken['token'], text: string, besideS: number | null): SeenToken {
  const claims = claimsOf(text);
  if (claims === null) return { token, form: 'opaque', exp: 'absent', statedS: besideS, sensitive: [] };
  const { exp } = claims;
  return {
    token,
    form: 'jwt',
    exp: exp === undefined || exp === null ? 'absent' : Number.isFinite(exp) ? 'number' : 'unusable',
    statedS: besideS,
    sensitive: sensitiveClaims(claims),
  };
}
