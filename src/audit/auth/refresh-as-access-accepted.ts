import { atServer } from '../../stacks/remedy.ts';
import { forgeryCheck } from './forgery-check.ts';

export const refreshAsAccessAccepted = forgeryCheck({
  id: 'refresh-as-access-accepted',
  title: 'a refresh token is accepted as an access token',
  holds: 'a refresh token is refused as an access token',
  standard: 'RFC 8725 §3.12, OWASP ASVS 5.0 9.2.2',
  kind: 'refresh-as-access',
  severity: 'high',
  consequence: 'The access lifetime does not hold: the refresh token opens the API for its whole life.',
  without: 'the server issues no refresh token of its own',
  general: atServer({
    do: 'write the type of a token into it, and check it at every route: the API takes access tokens only',
    command: null,
  }),
});
