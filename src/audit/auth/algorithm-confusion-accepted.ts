import { atServer } from '../../stacks/remedy.ts';
import { forgeryCheck } from './forgery-check.ts';

export const algorithmConfusionAccepted = forgeryCheck({
  id: 'algorithm-confusion-accepted',
  title: 'a token that is signed with the public key as a shared secret is accepted',
  holds: 'a token signed with the public key is refused',
  standard: 'RFC 8725 §3.1, OWASP ASVS 5.0 9.1.2',
  kind: 'algorithm-confusion',
  severity: 'high',
  consequence: 'The public key is public, so that anyone can write a token for any account.',
  without: 'the token has a shared secret, or the server publishes no public key at a usual path',
  general: atServer({
    do: 'bind each key to one algorithm, and never take the algorithm from the token',
    command: "jwt.verify(token, publicKey, { algorithms: ['RS256'] })",
  }),
});
