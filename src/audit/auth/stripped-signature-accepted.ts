import { atServer } from '../../stacks/remedy.ts';
import { forgeryCheck } from './forgery-check.ts';

export const strippedSignatureAccepted = forgeryCheck({
  id: 'stripped-signature-accepted',
  title: 'a token whose signature was removed is accepted',
  holds: 'a token whose signature was removed is refused',
  standard: 'RFC 8725 §3.3, OWASP ASVS 5.0 9.1.1',
  kind: 'stripped-signature',
  severity: 'high',
  consequence: 'Anyone can write a token for any account.',
  without: 'no token without a signature was tried',
  general: atServer({
    do: 'refuse a token that has not three parts, or whose signature is empty',
    command: null,
  }),
});
