import { atServer } from '../../stacks/remedy.ts';
import { forgeryCheck } from './forgery-check.ts';
import { withoutSigned } from './signed-claims.ts';

export const wrongIssuerAccepted = forgeryCheck({
  id: 'wrong-issuer-accepted',
  title: 'a token of another issuer is accepted',
  holds: 'a token of another issuer is refused',
  standard: 'RFC 8725 §3.8, RFC 9068 §4',
  kind: 'wrong-issuer',
  severity: 'high',
  consequence: 'A token of any issuer that shares the key works here.',
  without: withoutSigned('the tokens name no issuer'),
  general: atServer({
    do: 'compare `iss` of each token with the one issuer of the configuration',
    command: null,
  }),
});
