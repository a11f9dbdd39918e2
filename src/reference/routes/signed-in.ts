import type { IncomingMessage } from 'node:http';
import type { RefusalCode } from '../http/refusals.ts';
import type { LiveUser } from '../store/store.ts';
import { codeOf } from './flaw.ts';
import type { Call, Services } from './contract.ts';

export type Caller =
  | { readonly state: 'signed-in'; readonly user: LiveUser }
  | { readonly state: 'anonymous' }
  | { readonly state: 'refused'; readonly code: RefusalCode };

/** Who calls. With strict revocation the store is asked every time, so a logout or a theft stops access tokens too. */
export async function signedIn({ request, timings }: Call, services: Services): Promise<Caller> {
  // Node quietly keeps the first of two such headers, and something in front of us may have looked at the second.
  if ((request.headersDistinct['authorization'] ?? []).length > 1) return { state: 'refused', code: 'invalid_request' };
  const token = bearerToken(request);
  if (token === null) return { state: 'anonymous' };

  const { store, tokens, strictRevocation, nowMs } = services;
  const verified = timings.ofSync('verify', () => tokens.verify(token, 'access'));
  if (!verified.ok) return { state: 'refused', code: codeOf(verified.because) };

  const { family, sub } = verified.claims;
  const user = await timings.of('db', () =>
    strictRevocation ? store.liveSession(family, nowMs()) : store.userById(Number(sub)),
  );
  return user === null ? { state: 'refused', code: 'token_revoked' } : { state: 'signed-in', user };
}

// RFC 9110 §11.1: the name of a scheme is case-insensitive.
const BEARER = /^bearer +(\S.*)$/i;

function bearerToken(request: IncomingMessage): string | null {
  return BEARER.exec(request.headers.authorization ?? '')?.[1] ?? null;
}
