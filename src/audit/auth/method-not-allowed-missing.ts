import { atServer } from '../../stacks/remedy.ts';
import { badInputCheck, byResponse, ofKind, sound, wrong } from './bad-input-check.ts';

/** Unknown methods may be refused for the whole server (RFC 9110 §15.6.2). */
const NOT_IMPLEMENTED = 501;

export const methodNotAllowedMissing = badInputCheck({
  id: 'method-not-allowed-missing',
  title: 'a wrong method of the login is not answered with 405 and Allow',
  holds: 'a wrong method is answered with 405 and Allow',
  standard: 'RFC 9110 §15.5.6, OWASP ASVS 5.0 4.1.4',
  severity: 'low',
  consequence: 'A method that the server does not know is treated as if it did, or without the list of those it knows.',
  isAbout: ofKind('wrong-method'),
  read: byResponse(({ status, hasAllow }) => {
    if (status < 300) return wrong(`${status}, as if the login had that method`);
    if (status >= 500 && status !== NOT_IMPLEMENTED) return wrong(String(status));
    return status === 405 && !hasAllow ? wrong('405 without Allow') : sound;
  }),
  without: 'the login is no POST',
  sound: 'refused',
  general: atServer({
    do: 'answer 405 with the Allow header for each method that a path does not have',
    command: null,
  }),
});
