import { expect, test } from 'vitest';
import { droppedFirstAddress } from '../../../src/audit/network/dropped-first-address.ts';
import type { Addresses } from '../../../src/model/evidence.ts';
import { answering, at, baseline, closed, loopback, refused, silent, untried } from '../literals.ts';

const check = (addresses: Addresses) => droppedFirstAddress.check({ addresses }, at());
const dropped = closed('::1', 'timed-out', 5_000);
const good = answering('127.0.0.1');

test.each([
  ['that never answers', loopback([dropped, good]), 'fail'],
  ['that never answers, before one that accepts and is silent', loopback([dropped, silent('127.0.0.1')]), 'fail'],
  ['that refuses', loopback([refused('::1', 5_000), good]), 'pass'],
  ['that was never tried', loopback([untried('::1'), good]), 'not-applicable'],
  ['that works, before one that never answers', loopback([good, dropped]), 'pass'],
  ['and no other', loopback([dropped]), 'not-applicable'],
  [
    'that never answers, like the second',
    loopback([dropped, closed('127.0.0.1', 'timed-out', 5_000)]),
    'not-applicable',
  ],
])('a first address %s', (_what, addresses, outcome) => expect(check(addresses).outcome).toBe(outcome));

test('one successful connect is not a drop', () => {
  const cold = [...dropped.cold, ...answering('::1').cold];
  expect(check(loopback([{ ...dropped, cold }, good])).outcome).toBe('pass');
});

test('the cost is the time after which the probe stopped waiting', () =>
  expect(check(loopback([dropped, good]))).toMatchObject({ severity: 'high', costMs: 5_000 }));

test.each([
  [
    'the whole address, where a closed port does not answer either',
    baseline(undefined, 'timed-out'),
    'a firewall drops packets to the whole address',
    'nft list ruleset | grep -n drop',
  ],
  [
    'neither, where a closed port of the other family alone was tried',
    { families: baseline(undefined, 'timed-out').families.filter(({ family }) => family === 4) },
    'No other port on ::1 was tried',
    'nft list ruleset | grep -n 8000',
  ],
  ['the port, where a closed port is refused', baseline(), 'a rule for port 8000', 'nft list ruleset | grep -n 8000'],
  [
    'neither, where nothing is known of closed ports',
    undefined,
    'No other port on ::1 was tried',
    'nft list ruleset | grep -n 8000',
  ],
])('it suspects %s', (_what, seen, words, command) => {
  const evidence = {
    addresses: loopback([dropped, good]),
    ...(seen === undefined ? {} : { 'loopback-baseline': seen }),
  };
  expect(droppedFirstAddress.check(evidence, at())).toMatchObject({
    facts: [{ text: expect.stringContaining(words) }],
    advice: [{ command: 'http://127.0.0.1:8000' }, { command: 'ip6tables -I INPUT -i lo -j ACCEPT' }, { command }],
  });
});

test("the kernel's counters distinguish a filter from a full queue, where they were read", () => {
  const kernel = { synRetransmits: 3, listenOverflows: 2, delayedAcks: 1 };
  const opinion = droppedFirstAddress.check({ addresses: loopback([dropped, good]), 'kernel-counters': kernel }, at());
  expect(opinion).toMatchObject({ facts: [{}, { value: 3, unit: 'count' }, { value: 2, unit: 'count' }] });
});

test('an IPv4 address is let through with iptables', () =>
  expect(check(loopback([closed('127.0.0.1', 'timed-out', 5_000), answering('::1')]))).toMatchObject({
    advice: [{ command: 'http://[::1]:8000' }, { command: 'iptables -I INPUT -i lo -j ACCEPT' }, {}],
  }));

const foreign = closed('2001:db8::1', 'timed-out', 5_000);

test.each([
  ['alone is another finding', loopback([foreign, good]), 'not-applicable'],
  ['before a loopback address that drops too', loopback([foreign, dropped, good]), 'fail'],
])('an address of localhost that is not loopback, %s', (_what, addresses, outcome) =>
  expect(check(addresses).outcome).toBe(outcome),
);
