import type { IncomingMessage } from 'node:http';
import { ok } from '../http/reply.ts';
import { refuse, refuseBearer } from '../http/refusals.ts';
import { codeOf } from './flaw.ts';
import type { Route } from './route.ts';

/** The protected route. It asks the store on every call, so a logout or a detected theft stops access tokens too. */
export const me: Route = {
  method: 'GET',
  path: '/api/me/',
  async answer({ request, timings }, { store, tokens, nowMs }) {
    // Node quietly keeps the first of two such headers, and something in front of us may have looked at the second.
    if ((request.headersDistinct['authorization'] ?? []).length > 1) return refuseBearer('invalid_request');
    const token = bearerToken(request);
    if (token === null) return refuse('not_authenticated');

    const verified = timings.ofSync('verify', () => tokens.verify(token, 'access'));
    if (!verified.ok) return refuseBearer(codeOf(verified.because));

    const session = await timings.of('db', () => store.liveSession(verified.claims.sid, nowMs()));
    if (session === null) return refuseBearer('token_revoked');
    return ok({ id: session.userId, username: session.username });
  },
};

// RFC 9110 §11.1: the name of a scheme is case-insensitive.
const BEARER = /^bearer +(\S.*)$/i;

function bearerToken(request: IncomingMessage): string | null {
  return BEARER.exec(request.headers.authorization ?? '')?.[1] ?? null;
}
