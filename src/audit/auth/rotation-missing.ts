import { notApplicable, pass, securityAudit } from '../contract.ts';

export const rotationMissing = securityAudit({
  id: 'rotation-missing',
  title: 'refresh tokens are not rotated',
  standard: 'RFC 9700 §4.14.2',
  needs: ['rotation'],
  check({ rotation }) {
    if (rotation.successor === 'new') return pass('each refresh brings a new refresh token');
    if (!rotation.issued) return notApplicable('the server hands out no refresh token');
    return {
      outcome: 'fail',
      severity: 'high',
      costMs: null,
      summary:
        rotation.successor === 'same'
          ? 'A refresh hands back the same refresh token: a stolen one works until it expires.'
          : 'A refresh brings no new refresh token: a stolen one works until it expires.',
      facts: [],
      advice: [
        {
          do: 'rotate refresh tokens (SimpleJWT)',
          command: "SIMPLE_JWT = {'ROTATE_REFRESH_TOKENS': True}",
          where: 'server',
          savesMs: null,
        },
      ],
    };
  },
});
