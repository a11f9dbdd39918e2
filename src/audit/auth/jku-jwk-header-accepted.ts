import { atServer } from '../../stacks/remedy.ts';
import { forgeryCheck } from './forgery-check.ts';

export const jkuJwkHeaderAccepted = forgeryCheck({
  id: 'jku-jwk-header-accepted',
  title: 'a token that brings its own key is accepted',
  holds: 'a token that brings its own key is refused',
  standard: 'RFC 8725 §3.10, OWASP ASVS 5.0 9.1.3',
  kind: 'embedded-key',
  severity: 'high',
  consequence: 'Anyone can sign a token with a key of their own.',
  without: 'no token with its own key was tried',
  leaves: ({ intrusive }) =>
    intrusive
      ? ', and no request for the key came to 127.0.0.1'
      : '; jku and x5u make a server fetch something, and are tried with --intrusive alone',
  general: atServer({
    do: 'ignore `jwk`, `jku`, `x5u` and `x5c` of a token, and look its key up by `kid` among the keys of the server',
    command: null,
  }),
});
