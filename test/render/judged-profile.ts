import type { JudgedCheck, JudgedProfile } from '../../src/model/profile.ts';

const check = (id: string, over: Partial<JudgedCheck> = {}): JudgedCheck => ({
  id,
  severity: 'high',
  outcome: 'pass',
  exchanges: [{ sent: 'one sign-in and one refresh', came: 'each refresh returns a new refresh token' }],
  ...over,
});

const exchange = (count: number) => ({
  sent: `forged token ${count}`,
  curl: `curl -H "Authorization: Bearer $FORGED_${count}" http://127.0.0.1:8000/api/me/?a=1|2`,
  came: `200 with the document ${count}`,
});

/** One requirement for each outcome, and one without a check. */
export const judgedOwn: JudgedProfile = {
  id: 'own',
  title: 'a policy of our own',
  about: 'The table proves no compliance.',
  requirements: [
    {
      id: 'rotation',
      text: 'Each refresh returns a new refresh token.',
      sources: ['45 CFR 164.312(d)', 'RFC 9700 §2.2.2'],
      outcome: 'met',
      checks: [check('rotation-missing'), check('rotation-reuse-accepted')],
    },
    {
      id: 'signed-tokens',
      text: 'A token without a signature is refused.',
      sources: ['RFC 8725 §3.2'],
      outcome: 'not-met',
      checks: [
        check('alg-none-accepted', { outcome: 'fail', exchanges: [1, 2, 3, 4, 5].map(exchange) }),
        check('weak-hmac-secret', { outcome: 'inconclusive' }),
      ],
    },
    {
      id: 'login-limited',
      text: 'Failed logins are limited.',
      sources: ['OWASP ASVS 5.0 6.3.1'],
      outcome: 'not-shown',
      checks: [
        check('login-unthrottled', {
          outcome: 'not-applicable',
          exchanges: [{ sent: 'nothing', came: 'failed logins can lock an account: add --allow-lockout' }],
        }),
      ],
    },
    {
      id: 'encrypted-disks',
      text: 'The disks are encrypted.',
      sources: ['45 CFR 164.312(a)(2)(iv)'],
      outcome: 'not-shown',
      checks: [],
    },
  ],
};
