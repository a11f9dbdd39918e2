import { atServer } from '../../stacks/remedy.ts';
import { forgeryCheck } from './forgery-check.ts';

export const algNoneAccepted = forgeryCheck({
  id: 'alg-none-accepted',
  title: 'a token without a signature (alg none) is accepted',
  holds: 'a token without a signature (alg none) is refused',
  standard: 'RFC 8725 §3.2, OWASP ASVS 5.0 9.1.2',
  kind: 'alg-none',
  severity: 'high',
  consequence: 'Anyone can write a token for any account.',
  without: 'no token with alg none was tried',
  general: atServer({
    do: 'let the verifier accept only the algorithms that the server signs with, and refuse `none` in any spelling',
    command: "jwt.verify(token, key, { algorithms: ['HS256'] })",
  }),
});
