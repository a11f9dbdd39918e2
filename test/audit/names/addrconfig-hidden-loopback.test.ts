import { expect, test } from 'vitest';
import { addrconfigHiddenLoopback } from '../../../src/audit/names/addrconfig-hidden-loopback.ts';
import type { Addresses, NameService } from '../../../src/model/evidence.ts';
import { gotNothing } from '../../../src/model/outcome.ts';
import { addressesOf, answering, at, loopback, names, refused, shownWithAddrconfig } from '../literals.ts';

const check = (addresses: Addresses, addrconfig: NameService['addrconfig'], subject = at()) =>
  addrconfigHiddenLoopback.check({ addresses, 'name-service': names({ addrconfig }) }, subject);

const sixOnly = loopback([answering('::1'), refused('127.0.0.1')]);
const both = loopback([answering('::1'), answering('127.0.0.1')]);
const neither = loopback([refused('::1'), refused('127.0.0.1')]);

test.each([
  ['hides the one that answers', sixOnly, shownWithAddrconfig('127.0.0.1'), 'fail'],
  ['hides nothing', sixOnly, shownWithAddrconfig('::1', '127.0.0.1'), 'pass'],
  ['hides one of two that answer', both, shownWithAddrconfig('127.0.0.1'), 'pass'],
  ['hides everything', both, gotNothing('ENOTFOUND', 'localhost does not resolve'), 'fail'],
  ['hides addresses that refuse anyway', neither, shownWithAddrconfig('127.0.0.1'), 'pass'],
  ['was not asked for', sixOnly, gotNothing('not-asked', 'takes too long'), 'inconclusive'],
])('AI_ADDRCONFIG that %s', (_what, addresses, addrconfig, outcome) =>
  expect(check(addresses, addrconfig).outcome).toBe(outcome),
);

test.each([
  ['Windows', at('localhost', 'win32'), sixOnly],
  ['a name elsewhere', at('app.test'), addressesOf({ 'app.test': [answering('2001:db8::1')] })],
])('%s is not concerned', (_what, subject, addresses) =>
  expect(check(addresses, shownWithAddrconfig('127.0.0.1'), subject).outcome).toBe('not-applicable'),
);

test('the finding shows the remaining addresses, and advises the hidden one', () =>
  expect(check(sixOnly, shownWithAddrconfig('127.0.0.1'))).toMatchObject({
    severity: 'medium',
    facts: [{ text: 'localhost with AI_ADDRCONFIG: 127.0.0.1' }],
    advice: [{ command: 'http://[::1]:8000' }, {}, {}],
  }));
