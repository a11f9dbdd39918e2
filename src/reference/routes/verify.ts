import { ok } from '../http/reply.ts';
import { refuse } from '../http/refusals.ts';
import { fingerprint } from '../tokens/jwt.ts';
import { sessionOf } from '../tokens/tokens.ts';
import { refusalOf } from './token-error.ts';
import { post } from './route.ts';

const about = { summary: 'Whether a token would be accepted.', answers: 'Nothing', refusals: [401] } as const;

/** Accepts both token types, like SimpleJWT, and checks whether the token would be accepted by its route. */
export const verify = post(
  '/api/token/verify/',
  ['token'],
  about,
  async ({ token }, call, { store, tokens, nowMs }) => {
    const { timings } = call;
    const verified = timings.ofSync('verify', () => tokens.verify(token));
    if (!verified.ok) return refuse(refusalOf(verified.because));

    const { claims } = verified;
    const session = sessionOf(claims);
    const isLive = await timings.of('db', async () => {
      if ((await store.liveSession(session, nowMs())) === null) return false;
      return claims.token_type === 'access' || store.isUnused(fingerprint(token, claims.jti), session.userId);
    });
    return isLive ? ok({}) : refuse('token_revoked');
  },
);
