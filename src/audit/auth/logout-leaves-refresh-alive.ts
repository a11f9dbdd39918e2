import { inconclusive, notApplicable, pass, securityAudit } from '../contract.ts';

export const logoutLeavesRefreshAlive = securityAudit({
  id: 'logout-leaves-refresh-alive',
  title: 'a refresh token survives logout',
  standard: 'OWASP ASVS 5.0 7.4.1',
  needs: ['logout'],
  check({ logout: { logout, refreshAfter, accessAfter } }) {
    if (logout.status === 0) return notApplicable('the stack has no logout route');
    if (logout.status === 404 || logout.status === 405)
      return notApplicable(`the logout route answers ${logout.status}`);
    if (refreshAfter.status === 0 || refreshAfter.status >= 500) {
      return inconclusive(`the refresh after logout was answered ${refreshAfter.status}: a crash is no refusal`);
    }
    if (!refreshAfter.granted) {
      const access = accessAfter.granted
        ? 'the access token lives on until it expires'
        : 'the access token is refused too';
      return pass(`refused with ${refreshAfter.status} after logout; ${access}`);
    }
    return {
      outcome: 'fail',
      severity: 'high',
      costMs: null,
      summary: `After logout (status ${logout.status}) the refresh token still brings new tokens.`,
      facts: [],
      advice: [
        {
          do: 'revoke the refresh token, and best its whole family, at logout',
          command: null,
          where: 'server',
          savesMs: null,
        },
      ],
    };
  },
});
