import { atServer } from '../../stacks/remedy.ts';
import { forgeryCheck } from './forgery-check.ts';

export const tokenInQueryAccepted = forgeryCheck({
  id: 'token-in-query-accepted',
  title: 'an access token in the query of a URL is accepted',
  holds: 'an access token in the query of a URL is refused',
  standard: 'RFC 9700 §4.3.2, OWASP ASVS 5.0 14.2.1',
  kind: 'token-in-query',
  severity: 'medium',
  consequence: 'URLs stand in logs, histories and Referer headers, and so do the tokens.',
  without: 'no token in the query was tried',
  general: atServer({
    do: 'take the token from a header or a cookie only',
    command: null,
  }),
});
