import { atServer } from '../../stacks/remedy.ts';
import { forgeryCheck } from './forgery-check.ts';
import { withoutSigned } from './signed-claims.ts';

export const wrongAudienceAccepted = forgeryCheck({
  id: 'wrong-audience-accepted',
  title: 'a token for another audience is accepted',
  holds: 'a token for another audience is refused',
  standard: 'RFC 8725 §3.9, OWASP ASVS 5.0 9.2.3',
  kind: 'wrong-audience',
  severity: 'high',
  consequence: 'A token for another service of the same issuer works here.',
  without: withoutSigned('the tokens name no audience'),
  general: atServer({
    do: 'compare `aud` of each token with the name of this service',
    command: null,
  }),
});
