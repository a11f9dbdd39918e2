import { expect, test } from 'vitest';
import { jkuJwkHeaderAccepted } from '../../../src/audit/auth/jku-jwk-header-accepted.ts';
import { at } from '../literals.ts';
import { forgeries, promises, refusesOpaque } from './forgery-promises.ts';

promises(jkuJwkHeaderAccepted, 'embedded-key');
refusesOpaque(jkuJwkHeaderAccepted);

test.each([
  ['of a refused token was fetched', true, true, { outcome: 'fail', summary: expect.stringContaining('fetched') }],
  ['was not fetched', true, false, { outcome: 'pass', summary: expect.stringContaining('no request for the key') }],
  ['was not tried', false, false, { outcome: 'pass', summary: expect.stringContaining('--intrusive') }],
])('the address of a key %s', (_what, intrusive, fetched, opinion) => {
  const presented = { status: 401, granted: false };
  const tried = [{ kind: 'embedded-key', variant: 'jku', presented, fetched }] as const;
  expect(jkuJwkHeaderAccepted.check({ forgeries: forgeries({ intrusive, tried }) }, at())).toMatchObject(opinion);
});
