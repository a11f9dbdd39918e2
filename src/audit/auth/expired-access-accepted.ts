import { atServer } from '../../stacks/remedy.ts';
import { forgeryCheck } from './forgery-check.ts';
import { withoutSigned } from './signed-claims.ts';

export const expiredAccessAccepted = forgeryCheck({
  id: 'expired-access-accepted',
  title: 'an expired access token is accepted',
  holds: 'an expired access token is refused',
  standard: 'RFC 7519 §4.1.4, OWASP ASVS 5.0 9.2.1',
  kind: 'expired',
  severity: 'high',
  consequence: 'A stolen token works for ever.',
  without: withoutSigned(null),
  general: atServer({
    do: 'refuse a token after its `exp`, with a tolerance of at most a few minutes',
    command: null,
  }),
});
