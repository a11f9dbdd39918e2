import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** Which promises an auth server keeps. */
export interface Promises {
  readonly rotates: boolean;
  /** A spent refresh token is refused. */
  readonly refusesReuse: boolean;
  /** Reuse of a spent token ends its whole session. */
  readonly endsSessionOnReuse: boolean;
  /** A spent token is accepted for so long. */
  readonly graceMs: number;
  /** The tokens have no id: two that are signed in one second are the same text. */
  readonly secondsAsId: boolean;
  readonly revokesOnLogout: boolean;
  /** Claims a refresh token in one step; else another request may use it meanwhile. */
  readonly claimsAtomically: boolean;
  /** The lifetimes in the tokens; null where the tokens are opaque. */
  readonly lifetimesS: { readonly access: number; readonly refresh: number } | null;
  /** Whether a token states when it was issued. */
  readonly statesIat: boolean;
}

export const sound: Promises = {
  rotates: true,
  refusesReuse: true,
  endsSessionOnReuse: true,
  graceMs: 0,
  secondsAsId: false,
  revokesOnLogout: true,
  claimsAtomically: true,
  lifetimesS: { access: 900, refresh: 43_200 },
  statesIat: true,
};

interface Token {
  readonly session: { ended: boolean };
  spent: boolean;
  spentAtMs: number;
}

/** A server with SimpleJWT's routes that keeps these promises and no others. */
export async function startTokenServer(promises: Promises) {
  const tokens = new Map<string, Token>();
  let issued = 0;

  const issue = (kind: 'access' | 'refresh', session: Token['session']): string => {
    issued = promises.secondsAsId ? Math.floor(Date.now() / 1_000) : issued + 1;
    const token =
      promises.lifetimesS === null ? `opaque-${issued}` : jwt(issued, promises.lifetimesS[kind], promises.statesIat);
    tokens.set(token, { session, spent: false, spentAtMs: Infinity });
    return token;
  };

  const refresh = async (presented: string): Promise<Reply> => {
    const token = tokens.get(presented);
    if (token === undefined || token.session.ended) return refused;
    if (token.spent && promises.refusesReuse && Date.now() - token.spentAtMs >= promises.graceMs) {
      if (promises.endsSessionOnReuse) token.session.ended = true;
      return refused;
    }
    if (!promises.claimsAtomically) await new Promise((resolve) => setTimeout(resolve, 20));
    token.spentAtMs = token.spent ? token.spentAtMs : Date.now();
    token.spent = promises.rotates;
    const access = issue('access', token.session);
    return promises.rotates ? ok({ access, refresh: issue('refresh', token.session) }) : ok({ access });
  };

  const logout = (presented: string): Reply => {
    const session = tokens.get(presented)?.session;
    if (session !== undefined && promises.revokesOnLogout) session.ended = true;
    return ok({});
  };

  const reply = async (request: IncomingMessage): Promise<Reply> => {
    const body = JSON.parse((await text(request)) || '{}') as Readonly<Record<string, string>>;
    if (request.url === '/api/token/refresh/') return refresh(body['refresh'] ?? '');
    if (request.url === '/api/token/blacklist/') return logout(body['refresh'] ?? '');
    if (request.url === '/api/me/') {
      const token = tokens.get((request.headers.authorization ?? '').replace('Bearer ', ''));
      return token === undefined || token.session.ended ? refused : ok({ id: 1 });
    }
    const session = { ended: false };
    return ok({ access: issue('access', session), refresh: issue('refresh', session) });
  };

  const server = createServer((request, response) => void reply(request).then((each) => send(response, each)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const stop = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${port}`, stop };
}

interface Reply {
  readonly status: number;
  readonly body: object;
}

const ok = (body: object): Reply => ({ status: 200, body });
const refused: Reply = { status: 401, body: {} };

function send(response: ServerResponse, { status, body }: Reply): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const S = 1_000;
const jwt = (jti: number, lifetimeS: number, statesIat: boolean): string => {
  const iat = statesIat ? 1_000_000 : Math.floor(Date.now() / S);
  const claims = { jti, exp: iat + lifetimeS, ...(statesIat ? { iat } : {}) };
  return `${part({ alg: 'HS256' })}.${part(claims)}.signature`;
};
