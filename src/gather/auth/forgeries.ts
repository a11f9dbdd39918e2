import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { parseJson } from '../../flows/interpreter.ts';
import type { Session } from '../../flows/contract.ts';
import type { Forgeries, Forgery, ForgeryKind } from '../../model/forgeries.ts';
import { type Answer, type AuthClient, presented, UNKNOWN_TOKEN, refreshPastLock, refreshTokenOf } from './contract.ts';
import { famousSecretOf } from './forging/famous-secrets.ts';
import { confused, type ForgedToken, forgedFrom } from './forging/forged.ts';
import { type Jwt, jwtOf } from './forging/jwt.ts';
import { presentAfterEnd } from './forging/own-after-end.ts';
import { describedToken, tryPermitted } from './forging/permitted.ts';
import type { Description } from './shown/show.ts';
import { securityExchange } from './security-exchange.ts';

/** RFC 6750 §2.3 names the first; the others are what servers call it. */
const QUERY_PARAMETERS = ['access_token', 'token', 'jwt', 'auth_token'] as const;

/** Presents tokens that the server has not issued, or has issued for something else. Nothing is sent that could lock an account. */
export const forgeries = securityExchange({
  kind: 'forgeries',
  title: 'presenting forged tokens',
  harm: 'attacks',
  budgetMs: 60_000,
  sends: [
    'one sign-in; up to 16 `GET`s of the protected route with forged and foreign tokens, 4 of them with the token in the query',
    '`GET`s of 3 usual paths of the public keys; one refresh with the access token',
    'where an access token lives for 10 s at most: it once or twice more after its end',
    'with `--signing-key-env`, or a published secret: 5 more `GET`s with validly signed tokens; with `--intrusive`: 5 more whose header names a file, SQL, or an address of this machine',
  ],
  async perform(client, context) {
    const session = await client.signIn();
    const access = session.values['access'];
    const own = presented(await client.readApi(session), { sent: 'the access token' });
    const garbage = presented(await client.readApi(withAccess(session, UNKNOWN_TOKEN)), { sent: 'an unknown token' });
    if (access === undefined) return { ...nothing, own, garbage };
    const jwt = jwtOf(String(access));
    const isProtected = own.granted && !garbage.granted;
    // First those that need the session alone: an access token at the refresh may end it.
    const permitted = isProtected
      ? await tryPermitted(jwt, context, (token) => client.readApi(withAccess(session, token)))
      : notPermitted;
    const tried = isProtected ? await tryAll(client, session, jwt) : [];
    const ownAfterEnd = isProtected && permitted.tried.length === 0 ? await presentAfterEnd(client, session) : null;
    return { ...tokenFacts(jwt), own, garbage, ...permitted, tried: [...tried, ...permitted.tried], ownAfterEnd };
  },
});

const notPermitted = { tried: [], intrusive: false, signer: 'none' } as const;

const nothing: Omit<Forgeries, 'own' | 'garbage'> = {
  ...notPermitted,
  ownAfterEnd: null,
  token: 'none',
  algorithm: null,
  famousSecretCharacters: null,
};

const tokenFacts = (jwt: Jwt | null): Pick<Forgeries, 'token' | 'algorithm' | 'famousSecretCharacters'> =>
  jwt === null
    ? { token: 'opaque', algorithm: null, famousSecretCharacters: null }
    : {
        token: 'jwt',
        algorithm: String(jwt.header['alg']),
        famousSecretCharacters: famousSecretOf(jwt)?.length ?? null,
      };

async function tryAll(client: AuthClient, session: Session, jwt: Jwt | null): Promise<readonly Forgery[]> {
  const tried: Forgery[] = [];
  const keep = (kind: ForgeryKind, variant: string, answer: Answer, as: Description): void =>
    void tried.push({ kind, variant, presented: presented(answer, as), fetched: false });
  const forged = jwt === null ? [] : [...forgedFrom(jwt), ...(await confusedWith(client, jwt))];
  for (const { kind, variant, token, make } of forged) {
    keep(kind, variant, await client.readApi(withAccess(session, token)), describedToken(variant, token, make));
  }
  for (const parameter of QUERY_PARAMETERS) {
    const sent = `the access token as the parameter ${parameter}`;
    keep('token-in-query', `the parameter ${parameter}`, await client.readApiInQuery(session, parameter), { sent });
  }
  const refresh = refreshTokenOf(session);
  if (refresh === null || refresh === session.values['access']) return tried;
  keep('refresh-as-access', 'the refresh token', await client.readApi(withAccess(session, refresh)), {
    sent: 'the refresh token as an access token',
    variables: { REFRESH_TOKEN: refresh },
  });
  keep('access-as-refresh', 'the access token', await refreshPastLock(client, withRefresh(session)), {
    sent: 'the access token as a refresh token',
    variables: { ACCESS_TOKEN: String(session.values['access']) },
  });
  return tried;
}

/** The session with another access token, also in the cookie that holds it. */
const withAccess = (session: Session, token: string): Session => ({
  ...session,
  values: { ...session.values, access: token },
  cookies: cookiesWith(session, session.values['access'], token),
});

const withRefresh = (session: Session): Session => {
  const access = String(session.values['access']);
  return {
    ...session,
    values: { ...session.values, refresh: access },
    cookies: cookiesWith(session, session.values['refresh'], access),
  };
};

const cookiesWith = ({ cookies }: Session, old: unknown, value: string): Session['cookies'] =>
  cookies.map((cookie) => (cookie.value === old ? { ...cookie, value } : cookie));

/** Where servers publish the keys of their tokens (RFC 7517 §5; RFC 8414 has no fixed path). */
const KEY_PATHS = ['/.well-known/jwks.json', '/jwks.json', '/jwks'] as const;

async function confusedWith(client: AuthClient, jwt: Jwt): Promise<readonly ForgedToken[]> {
  const { alg } = jwt.header;
  if (typeof alg !== 'string' || !/^(?:RS|PS|ES|Ed)/.test(alg)) return [];
  for (const path of KEY_PATHS) {
    const response = await client.get(path);
    const key = response?.status === 200 ? publicKeyOf(parseJson(response.body), jwt) : null;
    if (key !== null) return confused(jwt, key);
  }
  return [];
}

/** The key with the token's `kid`, else the first one. */
function publicKeyOf(document: unknown, { header: { kid } }: Jwt): KeyObject | null {
  const keys = typeof document === 'object' && document !== null && 'keys' in document ? document.keys : [];
  if (!Array.isArray(keys)) return null;
  const jwks = keys.filter((key) => typeof key === 'object' && key !== null) as readonly JsonWebKey[];
  const jwk = jwks.find((key) => 'kid' in key && key.kid === kid) ?? jwks[0];
  try {
    return jwk === undefined ? null : createPublicKey({ key: { ...jwk }, format: 'jwk' });
  } catch {
    return null;
  }
}
