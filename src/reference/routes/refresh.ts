import { ok, type Reply } from '../http/reply.ts';
import { refuse } from '../http/refusals.ts';
import type { RotationOutcome } from '../store/store.ts';
import { fingerprint } from '../tokens/jwt.ts';
import { sessionOf, type IssuedPair } from '../tokens/tokens.ts';
import { originOf, post } from './route.ts';
import { refusalOf } from './token-error.ts';

/**
 * Within this time a second use of a token is a double submit (two tabs, a retry) and gets status 429; later it is
 * treated as a stolen token. One second covers any race between requests of a browser and is of little use to an
 * attacker.
 */
const LOCK_MS = 1000;

const about = {
  summary: 'Exchanges a refresh token for new tokens.',
  answers: 'TokenPair',
  refusals: [401, 429],
} as const;

export const refresh = post('/api/token/refresh/', ['refresh'], about, async (fields, call, services) => {
  const { store, tokens, metrics } = services;
  const { timings } = call;

  const verified = timings.ofSync('verify', () => tokens.verify(fields.refresh, 'refresh'));
  if (!verified.ok) return refuse(refusalOf(verified.because));

  const session = sessionOf(verified.claims);
  // Signed before it is stored, because its fingerprint is the store's key. Returned only if the rotation succeeds.
  const successor = timings.ofSync('sign', () => tokens.issue(session));
  const rotation = {
    session,
    presentedHash: fingerprint(fields.refresh, verified.claims.jti),
    successorHash: successor.refreshHash,
    lockMs: LOCK_MS,
  };
  const outcome = await timings.of('db', () => store.rotate(rotation, originOf(call, services)));
  metrics.outcome('refresh', outcome);
  return replyTo(outcome, successor);
});

function replyTo(outcome: RotationOutcome, successor: IssuedPair): Reply {
  switch (outcome) {
    case 'rotated':
      return ok({ access: successor.access, refresh: successor.refresh });
    case 'locked':
      return refuse('refresh_in_progress', { 'Retry-After': '1' });
    case 'reuse':
      return refuse('token_reused');
    case 'revoked':
      return refuse('token_revoked');
    case 'unknown':
    case 'expired':
      return refuse('token_not_valid');
    default:
      return outcome satisfies never;
  }
}
