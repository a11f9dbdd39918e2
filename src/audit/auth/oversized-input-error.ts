import { atServer } from '../../stacks/remedy.ts';
import { answerText, badInputCheck, ofKind, sound, unclear, wrong } from './bad-input-check.ts';

export const oversizedInputError = badInputCheck({
  id: 'oversized-input-error',
  title: 'oversized input makes the server fail',
  holds: 'oversized input does not make the server fail',
  standard: 'RFC 9110 §15.5.14, RFC 6585 §5',
  severity: 'medium',
  consequence: 'Few large requests can occupy the server.',
  isAbout: ofKind('oversized'),
  read(input) {
    const { answer } = input;
    if (!answer.answered) return wrong(answerText(input));
    if (answer.status === 429) return unclear;
    return answer.status >= 500 ? wrong(answerText(input)) : sound;
  },
  without: 'no oversized input could be sent',
  sound: 'refused with 4xx',
  general: atServer({
    do: 'limit bodies of the login to a few kilobytes and headers to 16 kB, and answer 413 or 431',
    command: null,
  }),
});
