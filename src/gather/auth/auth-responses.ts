import type { Session } from '../../flows/contract.ts';
import type { AuthResponses, ForeignRead, RefusedRead } from '../../model/auth-responses.ts';
import type { HttpRequest } from '../../model/http.ts';
import { UNKNOWN_TOKEN } from './contract.ts';
import { changeAsAnotherSite, refreshCompressed } from './responses/cross-site.ts';
import { ANOTHER_SITE, foreignRead, foreignText, withOrigin } from './responses/foreign.ts';
import { refusedRead, responsesWithTokens, seenTokens, tokensOf } from './responses/seen.ts';
import { secretCookies } from './responses/session-cookies.ts';
import { setCookiesOf, withHolding } from './responses/set-cookies.ts';
import { securityExchange } from './security-exchange.ts';
import { NO_SESSION, type WatchedClient } from './watched.ts';

/**
 * Reads what the responses of the login, of a refresh and of the protected route state, and asks as a page of another site
 * would. The session goes on afterwards, so that the next exchange does not sign in anew.
 */
export const authResponses = securityExchange({
  kind: 'auth-responses',
  title: 'reading what the responses state',
  harm: 'disturbs',
  budgetMs: 60_000,
  sends: [
    'one sign-in, where there was none before; one refresh; up to 8 `GET`s of the protected route, with the session, without it, and with the `Origin` of another site; one `OPTIONS`',
    'where a cookie without `SameSite` holds the session: one refresh, or where there is none one logout, with the `Origin` of another site and no token beside the cookie; one refresh with `Accept-Encoding: gzip`, and if the answer is compressed, a sign-in and a refresh with a parameter of the query',
  ],
  async perform({ watched: client }): Promise<AuthResponses> {
    const first = await client.first();
    const tokens = tokensOf(first.session);
    const opened = await client.open();
    const refusedReads = await readRefused(client, opened);
    const foreignReads = await readForeign(client, opened);
    const refreshed = await client.flow('renewal', opened);
    const session = refreshed === null ? opened : refreshed.session;
    const exchanges = refreshed?.exchanges ?? [];
    const cookies = setCookiesOf(first.exchanges, Date.now());
    const secret = await secretCookies(client, session ?? opened, { cookies, tokens });
    const foreign = await changeAsAnotherSite(client, session, secret);
    const compressed = await refreshCompressed(client, foreign.session, secret);
    if (compressed.session !== null) client.handOn(compressed.session);
    return {
      responses: [
        ...responsesWithTokens('sign-in', first.exchanges, tokens, (exchange, came) =>
          client.show(exchange, [first.session], { sent: 'the name and the password', came }),
        ),
        ...responsesWithTokens('renewal', exchanges, tokensOf(session ?? NO_SESSION), (exchange, came) =>
          client.show(exchange, [opened, session ?? NO_SESSION], { sent: 'the refresh token', came }),
        ),
      ],
      cookies: secret.map(({ cookie, holds }) => withHolding(cookie, holds)),
      tokens: seenTokens(first.session, [...first.exchanges, ...exchanges], cookies),
      refusedReads,
      foreignReads: [...foreignReads, ...foreign.reads],
      foreignChange: foreign.change,
      compression: compressed.seen,
    };
  },
});

async function readRefused(client: WatchedClient, session: Session): Promise<readonly RefusedRead[]> {
  const without = await client.flow('read', NO_SESSION);
  const reads = refusedRead('no token', without?.exchanges ?? [], client);
  if (session.values['access'] === undefined) return reads;
  const unknown = await client.flow('read', { values: { access: UNKNOWN_TOKEN }, cookies: [] });
  return [...reads, ...refusedRead('an unknown token', unknown?.exchanges ?? [], client)];
}

async function readForeign(client: WatchedClient, session: Session): Promise<readonly ForeignRead[]> {
  if (client.apiPath === null) return [];
  const reads: ForeignRead[] = [];
  const request = preflightOf(client.apiPath);
  const preflight = await client.send(request);
  if (preflight !== null) {
    const seen = foreignRead('preflight', 'another site', preflight);
    const described = { sent: 'the preflight of another site', came: foreignText(seen) };
    reads.push({ ...seen, shown: client.show({ request, response: preflight }, [], described) });
  }
  for (const [origin, header] of [
    ['another site', ANOTHER_SITE],
    ['null', 'null'],
  ] as const) {
    const read = await client.flow('read', session, withOrigin(header));
    const exchange = read?.exchanges.at(-1);
    if (exchange === undefined) continue;
    const seen = foreignRead('read', origin, exchange.response);
    const described = { sent: `a read with the Origin ${header}`, came: foreignText(seen) };
    reads.push({ ...seen, shown: client.show(exchange, [session], described) });
  }
  return reads;
}

const preflightOf = (path: string): HttpRequest => ({
  method: 'OPTIONS',
  path,
  headers: {
    origin: ANOTHER_SITE,
    'access-control-request-method': 'GET',
    'access-control-request-headers': 'authorization,content-type',
  },
  body: null,
});
