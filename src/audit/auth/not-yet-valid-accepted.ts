import { atServer } from '../../stacks/remedy.ts';
import { forgeryCheck } from './forgery-check.ts';
import { withoutSigned } from './signed-claims.ts';

export const notYetValidAccepted = forgeryCheck({
  id: 'not-yet-valid-accepted',
  title: 'an access token is accepted before its time',
  holds: 'an access token is refused before its time',
  standard: 'RFC 7519 §4.1.5, OWASP ASVS 5.0 9.2.1',
  kind: 'not-yet-valid',
  severity: 'medium',
  consequence: 'A token that is made for later works now.',
  without: withoutSigned(null),
  general: atServer({
    do: 'refuse a token before its `nbf`, with a tolerance of at most a few minutes',
    command: null,
  }),
});
