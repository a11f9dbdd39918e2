import { atServer } from '../../stacks/remedy.ts';
import { notApplicable, pass, securityAudit } from '../contract.ts';
import { adviceFor, authRemedies, factsFor } from '../remedies.ts';

const general = atServer({
  do: 'send Retry-After with each 429: the seconds until the limit ends',
  command: null,
});

export const missingRetryAfter = securityAudit({
  id: 'missing-retry-after',
  title: 'a 429 does not say when to try again',
  holds: 'a 429 says when to try again',
  group: 'login',
  standard: 'RFC 6585 §4, RFC 9110 §10.2.3',
  needs: ['bad-input'],
  uses: ['failed-logins', 'auth-surface'],
  shows: ({ 'bad-input': { tried }, 'failed-logins': logins }) => [
    ...(logins?.attempts ?? []).filter(({ status }) => status === 429).map(({ shown }) => shown),
    ...tried.filter(({ answer }) => answer.answered && answer.status === 429).map(({ shown }) => shown),
  ],
  check({ 'bad-input': { tried }, 'failed-logins': logins, 'auth-surface': surface }, subject) {
    const bad = tried.flatMap(({ answer }) => (answer.answered ? [answer] : []));
    const limited = [...bad, ...(logins?.attempts ?? [])].filter(({ status }) => status === 429);
    const without = limited.filter(({ hasRetryAfter }) => !hasRetryAfter).length;
    if (limited.length === 0) return notApplicable('no 429 was seen; --allow-lockout looks for one at the login');
    if (without === 0) return pass(`each of ${limited.length} answers with 429 has Retry-After`);
    return {
      outcome: 'fail',
      severity: 'low',
      costMs: null,
      summary: `${without} of ${limited.length} answers with 429 have no Retry-After. Clients try again at once, or never.`,
      facts: [],
      advice: adviceFor('missing-retry-after', authRemedies(surface), factsFor(subject), general),
    };
  },
});
