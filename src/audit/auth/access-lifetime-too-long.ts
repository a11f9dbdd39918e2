import { atServer } from '../../stacks/remedy.ts';
import { lifetimeCheck, lifetimeOf } from './lifetime-check.ts';

export const accessLifetimeTooLong = lifetimeCheck({
  id: 'access-lifetime-too-long',
  isValidFor: 'an access token is valid for longer than',
  endsWithin: 'access tokens end within',
  // 15 minutes: the idle limit of NIST SP 800-63B AAL3, the usual policy for health data.
  limitS: 15 * 60,
  limitKey: 'accessLifetimeS',
  consequence: 'A stolen token works for that long, because a signature cannot be revoked.',
  without: 'the access token states no lifetime, and no response states one, or the session is a cookie',
  general: (limit) =>
    atServer({
      do: `let access tokens expire after ${limit}, and let clients refresh them`,
      command: null,
    }),
  stated: ({ accessS }, responses) => lifetimeOf('access token', accessS, responses),
});
