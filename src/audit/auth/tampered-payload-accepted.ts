import { atServer } from '../../stacks/remedy.ts';
import { forgeryCheck } from './forgery-check.ts';

export const tamperedPayloadAccepted = forgeryCheck({
  id: 'tampered-payload-accepted',
  title: 'a token with changed claims or a changed signature is accepted',
  holds: 'a changed token is refused',
  standard: 'RFC 8725 §3.3, OWASP ASVS 5.0 9.1.1',
  kind: 'tampered-payload',
  severity: 'high',
  consequence: 'The signature is not checked, so that anyone can change the user and the rights in a token.',
  without: 'no changed token was tried',
  general: atServer({
    do: 'verify the signature of each token before any of its claims is read; a function that only decodes is not enough',
    command: null,
  }),
});
