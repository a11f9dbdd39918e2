import type { IncomingMessage } from 'node:http';
import type { RefusalCode } from '../http/refusals.ts';
import type { ActiveUser } from '../store/store.ts';
import { sessionOf } from '../tokens/tokens.ts';
import { refusalOf } from './token-error.ts';
import type { Call, Services } from './contract.ts';

export type Caller =
  | { readonly state: 'signed-in'; readonly user: ActiveUser }
  | { readonly state: 'anonymous' }
  | { readonly state: 'refused'; readonly code: RefusalCode };

/** The caller of a request. Strict revocation checks the session in the store, so a logout ends access tokens too. */
export async function signedIn({ request, timings }: Call, services: Services): Promise<Caller> {
  // Node silently keeps the first of two such headers, but a proxy may have checked the second.
  if ((request.headersDistinct['authorization'] ?? []).length > 1) return { state: 'refused', code: 'invalid_request' };
  const token = bearerToken(request);
  if (token === null) return { state: 'anonymous' };

  const { store, tokens, strictRevocation, nowMs } = services;
  const verified = timings.ofSync('verify', () => tokens.verify(token, 'access'));
  if (!verified.ok) return { state: 'refused', code: refusalOf(verified.because) };

  const session = sessionOf(verified.claims);
  const user = await timings.of('db', () =>
    strictRevocation ? store.liveSession(session, nowMs()) : store.userById(session.userId),
  );
  return user === null ? { state: 'refused', code: 'token_revoked' } : { state: 'signed-in', user };
}

// RFC 9110 §11.1: the name of a scheme is case-insensitive.
const BEARER = /^bearer +(\S.*)$/i;

function bearerToken(request: IncomingMessage): string | null {
  return BEARER.exec(request.headers.authorization ?? '')?.[1] ?? null;
}
