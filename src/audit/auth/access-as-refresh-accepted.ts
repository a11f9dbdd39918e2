import { atServer } from '../../stacks/remedy.ts';
import { forgeryCheck } from './forgery-check.ts';

export const accessAsRefreshAccepted = forgeryCheck({
  id: 'access-as-refresh-accepted',
  title: 'an access token is accepted as a refresh token',
  holds: 'an access token is refused as a refresh token',
  standard: 'RFC 8725 §3.12, OWASP ASVS 5.0 9.2.2',
  kind: 'access-as-refresh',
  severity: 'high',
  consequence: 'A stolen access token yields new tokens again and again.',
  without: 'the server issues no refresh token of its own',
  general: atServer({
    do: 'write the type of a token into it, and let the refresh take refresh tokens only',
    command: null,
  }),
});
