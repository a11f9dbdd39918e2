import { atServer } from '../../stacks/remedy.ts';
import { lifetimeCheck, lifetimeOf } from './lifetime-check.ts';

export const refreshLifetimeTooLong = lifetimeCheck({
  id: 'refresh-lifetime-too-long',
  isValidFor: 'a refresh token or a session is valid for longer than',
  endsWithin: 'refresh tokens and sessions end within',
  // 12 hours: the longest session without a new sign-in of NIST SP 800-63B AAL3.
  limitS: 12 * 60 * 60,
  limitKey: 'refreshLifetimeS',
  consequence: 'A session lasts that long without a password.',
  without: 'the refresh token is opaque or missing, and neither a response nor a cookie states a lifetime',
  general: (limit) =>
    atServer({
      do: `let refresh tokens and sessions expire after ${limit}, and keep that end when a token is rotated`,
      command: null,
    }),
  stated: ({ refreshS }, responses) => [
    ...lifetimeOf('refresh token', refreshS, responses),
    ...(responses?.cookies ?? []).flatMap(({ name, holds, lifetimeS }) =>
      holds === 'session' && lifetimeS !== null ? [{ of: `the session cookie ${name}`, seconds: lifetimeS }] : [],
    ),
  ],
});
