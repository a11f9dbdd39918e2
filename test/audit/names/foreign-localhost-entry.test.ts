import { expect, test } from 'vitest';
import { foreignLocalhostEntry } from '../../../src/audit/names/foreign-localhost-entry.ts';
import type { Addresses } from '../../../src/model/evidence.ts';
import { addressesOf, answering, at, closed, loopback, names } from '../literals.ts';

const check = (addresses: Addresses, host = 'localhost') => foreignLocalhostEntry.check({ addresses }, at(host));
const foreign = closed('192.0.2.1', 'timed-out', 5_000);

test.each([
  ['both loopback addresses', loopback([answering('::1'), answering('127.0.0.1')]), 'pass'],
  ['another address of 127/8', loopback([answering('127.0.1.1')]), 'pass'],
  ['an address that is not loopback, last', loopback([answering('127.0.0.1'), foreign]), 'fail'],
  ['fe80::1, as macOS once had it', loopback([answering('fe80::1')]), 'fail'],
  ['nothing at all', addressesOf({ localhost: [] }), 'pass'],
])('localhost that resolves to %s', (_what, addresses, outcome) => expect(check(addresses).outcome).toBe(outcome));

test('a name below .localhost is judged too, other names are not', () => {
  expect(check(addressesOf({ 'app.localhost': [foreign] }), 'app.localhost').outcome).toBe('fail');
  expect(check(addressesOf({ 'app.test': [foreign] }), 'app.test').outcome).toBe('not-applicable');
});

test('the finding shows the result of the foreign address', () =>
  expect(check(loopback([foreign])).summary).toContain('192.0.2.1, which is not loopback (timed-out after 5.00 s)'));

test.each([
  ['one that times out costs its timeout', foreign, 5_000],
  ['one that accepts costs nothing', answering('192.0.2.1'), null],
])('%s', (_promise, row, costMs) => expect(check(loopback([row]))).toMatchObject({ severity: 'high', costMs }));

test('the line of the hosts file is quoted where it was read', () => {
  const seen = names({ hosts: [{ address: '192.0.2.1', names: ['localhost'] }] });
  expect(foreignLocalhostEntry.check({ addresses: loopback([foreign]), 'name-service': seen }, at())).toMatchObject({
    facts: [{ text: 'hosts: 192.0.2.1 localhost' }],
    advice: [{ command: "grep -n '192.0.2.1' /etc/hosts" }],
  });
});
