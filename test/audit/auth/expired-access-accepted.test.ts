import { expect, test } from 'vitest';
import { expiredAccessAccepted } from '../../../src/audit/auth/expired-access-accepted.ts';
import { at } from '../literals.ts';
import { forgeries, needsSigner, promises, refusesOpaque } from './forgery-promises.ts';

promises(expiredAccessAccepted, 'expired');
refusesOpaque(expiredAccessAccepted);
needsSigner(expiredAccessAccepted, 'no such token');

test.each([
  ['refused', 401, false, 1, 'pass', 'refused with 401 1 s after its end'],
  ['accepted for a further lifetime', 200, true, 6, 'fail', 'accepted 6 s after its end (status 200), which is longer'],
  ['answered with 503', 503, false, 1, 'inconclusive', 'shows no refusal'],
] as const)(
  'without a key, a short-lived token that is %s after its end',
  (_what, status, granted, sinceEndS, outcome, words) => {
    const ownAfterEnd = { lifetimeS: 5, sinceEndS, presented: { status, granted } };
    for (const token of ['jwt', 'opaque'] as const) {
      expect(expiredAccessAccepted.check({ forgeries: forgeries({ token, ownAfterEnd }) }, at())).toMatchObject({
        outcome,
        summary: expect.stringContaining(words),
      });
    }
  },
);
