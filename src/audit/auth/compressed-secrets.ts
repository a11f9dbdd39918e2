import { atServer } from '../../stacks/remedy.ts';
import { inconclusive, notApplicable, pass, securityAudit } from '../contract.ts';
import { adviceFor, authRemedies, factsFor } from '../remedies.ts';

const general = atServer({
  do: 'do not compress responses that hold a token, or repeat no part of the request in them',
  command: null,
});

export const compressedSecrets = securityAudit({
  id: 'compressed-secrets',
  title: 'a response with a token is compressed and repeats the request',
  holds: 'compression does not reveal a token',
  group: 'transport',
  standard: 'BREACH (CVE-2013-3587), RFC 9325 §3.3',
  needs: ['auth-responses'],
  uses: ['auth-surface'],
  shows: ({ 'auth-responses': { compression } }) => [compression?.shown],
  check({ 'auth-responses': { cookies, compression }, 'auth-surface': surface }, subject) {
    if (compression === null) {
      const isSent = cookies.some(({ sameSite }) => sameSite === 'none' || sameSite === 'absent');
      return notApplicable(
        isSent
          ? 'no refresh by cookie returns a token in its body'
          : 'no cookie with a token goes with requests of another site',
      );
    }
    const { encoding, reflects } = compression;
    if (encoding === null) return pass('the response to a refresh is not compressed, although gzip was accepted');
    if (reflects === null) return inconclusive(`the response is compressed (${encoding}), and a second refresh failed`);
    if (!reflects) return pass(`the response is compressed (${encoding}) and repeats no parameter of the request`);
    return {
      outcome: 'fail',
      severity: 'low',
      costMs: null,
      summary: `The response to a refresh is compressed (${encoding}), holds a token and repeats a parameter of the query. A page of another site can guess the token from the lengths of many responses.`,
      facts: [],
      advice: adviceFor('compressed-secrets', authRemedies(surface), factsFor(subject), general),
    };
  },
});
