import { atServer } from '../../stacks/remedy.ts';
import { bySignIn, inconclusive, notApplicable, pass, securityAudit } from '../contract.ts';
import { adviceFor, authRemedies, factsFor } from '../remedies.ts';

const general = atServer({
  do: 'sign with 32 random bytes from the environment or a file that is not in the repository, and end all sessions',
  command: 'openssl rand -base64 32',
});

export const weakHmacSecret = securityAudit({
  id: 'weak-hmac-secret',
  title: 'tokens are signed with a published secret',
  holds: 'tokens are not signed with a published secret',
  group: 'forgery',
  standard: 'RFC 8725 §3.5, OWASP ASVS 5.0 11.2.3',
  needs: ['forgeries'],
  uses: ['auth-surface'],
  shows: bySignIn,
  check({ forgeries: { token, algorithm, famousSecretCharacters: characters }, 'auth-surface': surface }, subject) {
    if (token !== 'jwt') return notApplicable('the access token is no JWT');
    if (algorithm === null) return inconclusive('the token names no algorithm');
    if (!algorithm.startsWith('HS'))
      return notApplicable(`the tokens are signed with ${algorithm}, without a shared secret`);
    if (characters === null) return pass(`no published secret signs a token (${algorithm})`);
    return {
      outcome: 'fail',
      severity: 'high',
      costMs: null,
      summary: `The tokens are signed with a published secret of ${characters} characters (${algorithm}). Anyone can write a token for any account.`,
      facts: [],
      advice: adviceFor('weak-hmac-secret', authRemedies(surface), factsFor(subject), general),
    };
  },
});
