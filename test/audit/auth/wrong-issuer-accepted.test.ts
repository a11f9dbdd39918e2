import { wrongIssuerAccepted } from '../../../src/audit/auth/wrong-issuer-accepted.ts';
import { expect, test } from 'vitest';
import { at } from '../literals.ts';
import { forgeries, promises, refusesOpaque } from './forgery-promises.ts';

promises(wrongIssuerAccepted, 'wrong-issuer');
refusesOpaque(wrongIssuerAccepted);

test.each([
  ['none', '--signing-key-env'],
  [undefined, '--signing-key-env'],
  ['other-key', 'does not sign the tokens'],
  ['refused', 'that it has not issued'],
  ['given-key', 'name no issuer'],
] as const)('without such a token the check does not apply: %s', (signer, because) =>
  expect(
    wrongIssuerAccepted.check({ forgeries: forgeries(signer === undefined ? {} : { signer }) }, at()),
  ).toMatchObject({
    outcome: 'not-applicable',
    summary: expect.stringContaining(because),
  }),
);
