import { atServer } from '../../stacks/remedy.ts';
import { badInputCheck, byResponse, ofKind, sound, wrong } from './bad-input-check.ts';

/** RFC 9110: a malformed message, a media type that does not fit, content that cannot be processed. */
const MALFORMED: ReadonlySet<number> = new Set([400, 415, 422]);

export const malformedJsonError = badInputCheck({
  id: 'malformed-json-error',
  title: 'malformed JSON gets no error that a client can read',
  holds: 'malformed JSON gets an error that a client can read',
  standard: 'RFC 9110 §15.5.1, RFC 9457, OWASP ASVS 5.0 16.5.3',
  severity: 'low',
  consequence: 'A client cannot tell its own mistake from a failure of the server.',
  isAbout: ofKind('malformed-json'),
  read: byResponse(({ status, isJson, mediaType }) => {
    if (!MALFORMED.has(status)) return wrong(`${status} in place of 400`);
    return isJson ? sound : wrong(`${status} and ${mediaType ?? 'no media type'} that is no JSON`);
  }),
  without: 'no route takes JSON',
  sound: 'answered with 400, 415 or 422 and an error in JSON',
  general: atServer({
    do: 'catch the parse error before the route, and answer 400 with an error in JSON, as RFC 9457 describes',
    command: null,
  }),
});
