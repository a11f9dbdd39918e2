import { atServer } from '../../stacks/remedy.ts';
import { forgeryCheck } from './forgery-check.ts';

export const kidInjectionAccepted = forgeryCheck({
  id: 'kid-injection-accepted',
  title: 'a key identifier that is a path or SQL chooses the key',
  holds: 'a path or SQL as key identifier is refused',
  standard: 'RFC 8725 §3.10, OWASP ASVS 5.0 9.1.3',
  kind: 'injected-kid',
  severity: 'high',
  consequence: 'Anyone can sign a token with a key that they choose.',
  without: 'not tried, because such a token can make a server read a file or run SQL: add --intrusive',
  general: atServer({
    do: 'look `kid` up in a fixed map of keys, and refuse an unknown one before any file or database sees it',
    command: null,
  }),
});
