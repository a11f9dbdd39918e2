import { atServer } from '../../stacks/remedy.ts';
import { inconclusive, notApplicable, pass, securityAudit } from '../contract.ts';
import { readPresented, unclearText } from './refusal.ts';
import { adviceFor, authRemedies, factsFor } from '../remedies.ts';

const general = atServer({
  do: 'revoke the refresh token at logout, better its whole family',
  command: null,
});

export const logoutLeavesRefreshAlive = securityAudit({
  id: 'logout-leaves-refresh-alive',
  title: 'a refresh token survives logout',
  holds: 'logout ends the refresh token',
  group: 'rotation',
  standard: 'OWASP ASVS 5.0 7.4.1',
  needs: ['logout'],
  uses: ['auth-surface'],
  shows: ({ logout: { logout, refreshAfter } }) => [refreshAfter.shown, logout?.shown],
  check({ logout: { logout, refreshAfter, accessAfter }, 'auth-surface': surface }, subject) {
    if (logout === null) return notApplicable('there is no logout route, or no refresh token to revoke');
    if (logout.status === 404 || logout.status === 405)
      return notApplicable(`the logout route answers ${logout.status}`);
    const read = readPresented(refreshAfter);
    if (read === 'unclear') return inconclusive(`the refresh token after logout: ${unclearText(refreshAfter)}`);
    if (read === 'refused') {
      const access = accessAfter.granted
        ? 'the access token works until it expires'
        : 'the access token is refused too';
      return pass(`refused with ${refreshAfter.status} after logout; ${access}`);
    }
    return {
      outcome: 'fail',
      severity: 'high',
      costMs: null,
      summary: `After logout (status ${logout.status}) the refresh token still gets new tokens.`,
      facts: [],
      advice: adviceFor('logout-leaves-refresh-alive', authRemedies(surface), factsFor(subject), general),
    };
  },
});
