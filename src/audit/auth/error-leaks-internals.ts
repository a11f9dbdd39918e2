import { atServer } from '../../stacks/remedy.ts';
import { badInputCheck, byResponse, sound, wrong } from './bad-input-check.ts';

export const errorLeaksInternals = badInputCheck({
  id: 'error-leaks-internals',
  title: 'an error shows the inside of the server',
  holds: 'errors show nothing of the inside of the server',
  standard: 'OWASP ASVS 5.0 16.5.1 and 13.4.2',
  severity: 'medium',
  consequence: 'Paths, versions and queries tell an attacker where to look.',
  isAbout: () => true,
  read: byResponse(({ status, leaks }) => (leaks.length > 0 ? wrong(`${status} and a ${leaks.join(', a ')}`) : sound)),
  without: 'no bad input could be sent',
  sound: 'no stack trace, file path, SQL or debug page in an answer',
  general: atServer({
    do: 'answer errors with a code and a sentence, write the trace to the log, and switch the debug mode off',
    command: null,
  }),
});
