import { atServer } from '../../stacks/remedy.ts';
import { inconclusive, notApplicable, pass, securityAudit } from '../contract.ts';
import { readPresented, unclearText } from './refusal.ts';
import { adviceFor, authRemedies, factsFor } from '../remedies.ts';

const general = atServer(
  { do: 'let access tokens live for minutes: without a look-up their lifetime is what bounds them', command: null },
  {
    do: 'put the session id into the access token and look the session up for each request, if logout has to end access at once',
    command: null,
  },
);

export const logoutLeavesAccessAlive = securityAudit({
  id: 'logout-leaves-access-alive',
  title: 'an access token survives logout',
  holds: 'logout ends the access token',
  group: 'rotation',
  standard: 'OWASP ASVS 5.0 7.4.1',
  needs: ['logout'],
  uses: ['auth-surface'],
  shows: ({ logout: { logout, accessAfter } }) => [accessAfter.shown, logout?.shown],
  check({ logout: { logout, accessAfter }, 'auth-surface': surface }, subject) {
    if (logout === null) return notApplicable('there is no logout route, or no refresh token to revoke');
    if (logout.status === 404 || logout.status === 405)
      return notApplicable(`the logout route answers ${logout.status}`);
    if (surface?.apiPath === null) return notApplicable('no protected route is known, so no access token was used');
    const read = readPresented(accessAfter);
    if (read === 'unclear') return inconclusive(`the access token after logout: ${unclearText(accessAfter)}`);
    if (read === 'refused') return pass(`refused with ${accessAfter.status} after logout`);
    return {
      outcome: 'fail',
      severity: 'low',
      costMs: null,
      summary: `After logout (status ${logout.status}) the access token still reads the protected route. A server that verifies signatures alone does that; the lifetime of the token is what bounds it.`,
      facts: [],
      advice: adviceFor('logout-leaves-access-alive', authRemedies(surface), factsFor(subject), general),
    };
  },
});
