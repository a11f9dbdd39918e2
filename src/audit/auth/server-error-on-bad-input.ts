import { atServer } from '../../stacks/remedy.ts';
import { answerText, badInputCheck, sound, unclear, wrong } from './bad-input-check.ts';

/** The server says so of itself: it is starting, or a server behind it is missing (RFC 9110 §15.6.3 to §15.6.5). */
const UNAVAILABLE: ReadonlySet<number> = new Set([502, 503, 504]);

export const serverErrorOnBadInput = badInputCheck({
  id: 'server-error-on-bad-input',
  title: 'bad input makes the server fail',
  holds: 'bad input does not make the server fail',
  standard: 'RFC 9110 §15.5, OWASP ASVS 5.0 16.5.3',
  severity: 'medium',
  consequence:
    'An input error is the fault of the client, and a crash on the way to a refusal shows an unchecked path.',
  // Oversized input has a check of its own.
  isAbout: ({ kind }) => kind !== 'oversized',
  read(input) {
    const { answer } = input;
    if (!answer.answered) return wrong(answerText(input));
    if (answer.status === 429 || UNAVAILABLE.has(answer.status)) return unclear;
    return answer.status >= 500 && answer.status !== 501 ? wrong(answerText(input)) : sound;
  },
  without: 'no bad input could be sent',
  sound: 'no 5xx and no closed connection',
  general: atServer({
    do: 'check the type and presence of each field before it is used, and answer 400 with the name of the field',
    command: null,
  }),
});
