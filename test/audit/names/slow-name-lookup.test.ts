import { expect, test } from 'vitest';
import { slowNameLookup } from '../../../src/audit/names/slow-name-lookup.ts';
import type { NameService } from '../../../src/model/evidence.ts';
import { addressesOf, answering, at, loopback, names } from '../literals.ts';

const check = (lookupMs: number, over: Partial<NameService> = {}) =>
  slowNameLookup.check({ addresses: loopback([answering('127.0.0.1')], lookupMs), 'name-service': names(over) }, at());

test.each([
  ['just below the limit', 149, 'pass'],
  ['at the limit', 150, 'fail'],
])('a lookup %s: %d ms', (_what, lookupMs, outcome) => expect(check(lookupMs).outcome).toBe(outcome));

test.each([
  [999, 'medium'],
  [1_000, 'high'],
])('%i ms a lookup is of severity %s', (lookupMs, severity) =>
  expect(check(lookupMs)).toMatchObject({ severity, costMs: lookupMs }),
);

// The walk through search domains costs what the dot at the end saves; half of it is the limit.
test.each([
  ['the dot saves half', 500, ['corp.example'], 'fail'],
  ['the dot saves more than half', 499, ['corp.example'], 'not-applicable'],
  ['the dot saves all, but nothing is searched', 1, [], 'fail'],
  ['the dotted name was not asked for', null, ['corp.example'], 'fail'],
])('where %s', (_what, dottedMs, search, outcome) => expect(check(1_000, { dottedMs, search }).outcome).toBe(outcome));

test('an address is not looked up', () => {
  const addresses = loopback([answering('127.0.0.1')], 5_000);
  expect(slowNameLookup.check({ addresses, 'name-service': names() }, at('127.0.0.1')).outcome).toBe('not-applicable');
});

test('the median lookup counts: a slow first one that filled a cache is no finding', () => {
  const addresses = addressesOf({ localhost: [answering('127.0.0.1')] });
  const resolutions = addresses.resolutions.map((each) => ({ ...each, lookupsMs: [5_000, 1, 1] }));
  expect(
    slowNameLookup.check({ addresses: { ...addresses, resolutions }, 'name-service': names() }, at()).outcome,
  ).toBe('pass');
});

test('the finding names the name servers and the line for the hosts file', () =>
  expect(check(5_000, { nameservers: ['10.9.9.9'], hosts: [] })).toMatchObject({
    facts: [{ text: 'name servers: 10.9.9.9' }, { text: 'nsswitch hosts: files dns' }],
    advice: [{ command: "echo '127.0.0.1 localhost' >> /etc/hosts" }, { command: 'http://127.0.0.1:8000' }, {}, {}],
  }));

test('a name that never resolves has no address for the hosts file', () =>
  expect(
    slowNameLookup.check(
      { addresses: addressesOf({ localhost: [] }, 5_000), 'name-service': names({ hosts: [] }) },
      at(),
    ),
  ).toMatchObject({ outcome: 'fail', advice: [{ where: 'client' }, { where: 'machine' }] }));

test.each([
  ['no line for it', { hosts: [] }, 'the name is not in the hosts file', "echo '127.0.0.1 localhost' >> /etc/hosts"],
  [
    'a line that dns is asked before',
    { nsswitch: 'dns files' },
    'has dns asked before the hosts file',
    'hosts: files dns',
  ],
  [
    'a line behind mDNS and a name server',
    { nsswitch: 'mdns4_minimal [NOTFOUND=return] dns files' },
    'has mdns4_minimal and dns asked before the hosts file',
    'hosts: files mdns4_minimal [NOTFOUND=return] dns',
  ],
  ['a line that is never read', { nsswitch: 'dns' }, 'has dns asked before the hosts file', 'hosts: files dns'],
  ['a line that is asked first', {}, 'something is asked all the same', 'time getent -s files hosts localhost'],
  ['no nsswitch.conf', { nsswitch: null }, 'something is asked all the same', 'time getent -s files hosts localhost'],
  ['a hosts file that cannot be read', { hosts: null }, 'could not be read', 'http://127.0.0.1:8000'],
])('a hosts file with %s', (_what, over, because, command) =>
  expect(check(5_000, over)).toMatchObject({
    outcome: 'fail',
    summary: expect.stringContaining(because),
    advice: expect.arrayContaining([expect.objectContaining({ command })]),
  }),
);

test.each([
  ['darwin', 'macOS asks mDNS'],
  ['linux', 'something is asked all the same'],
])('a name of the hosts file that ends with .local, on %s', (platform, because) => {
  const addresses = addressesOf({ 'shop.local': [answering('127.0.0.1')] }, 5_000);
  const seen = names({ hosts: [{ address: '127.0.0.1', names: ['shop.local'] }], nsswitch: null });
  expect(slowNameLookup.check({ addresses, 'name-service': seen }, at('shop.local', platform)).summary).toContain(
    because,
  );
});
