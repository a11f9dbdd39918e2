import { expect, test } from 'vitest';
import { reorderedFamilies } from '../../../src/audit/names/reordered-families.ts';
import type { Addresses } from '../../../src/model/evidence.ts';
import { addressesOf, answering, at, baseline, loopback, names, refused } from '../literals.ts';

const check = (addresses: Addresses, gaiConf: readonly string[] = [], own = baseline(), host = 'localhost') =>
  reorderedFamilies.check({ addresses, 'name-service': names({ gaiConf }), 'loopback-baseline': own }, at(host));

const [four, noFour, six] = [answering('127.0.0.1'), refused('127.0.0.1'), answering('::1')];

test.each([
  ['::1 first', loopback([six, four]), 'pass'],
  ['127.0.0.1 first, where no process listens', loopback([noFour, six]), 'fail'],
  ['127.0.0.1 first, and both answer', loopback([four, six]), 'pass'],
  ['127.0.0.1 alone', loopback([four]), 'pass'],
  ['::1 alone', loopback([six]), 'pass'],
  ['no address', addressesOf({ localhost: [] }), 'pass'],
])('localhost with %s', (_what, addresses, outcome) => expect(check(addresses).outcome).toBe(outcome));

test('where IPv6 is off, IPv4 may come first', () =>
  expect(check(loopback([noFour, six]), [], baseline({ 4: [0.1], 6: [] })).outcome).toBe('pass'));

test('other names may have any order', () =>
  expect(check(addressesOf({ 'app.test': [four, six] }), [], baseline(), 'app.test').outcome).toBe('not-applicable'));

test.each([
  ['a line of gai.conf is quoted and named', ['precedence ::ffff:0:0/96 100'], 'remove the line from /etc/gai.conf', 1],
  ['without one, Windows is asked', [], 'look at the prefix policy (Windows)', 0],
])('%s', (_promise, gaiConf, advice, facts) => {
  const opinion = check(loopback([noFour, six]), gaiConf);
  expect(opinion).toMatchObject({ severity: 'low', advice: [{ do: advice }] });
  expect(opinion.outcome === 'fail' && opinion.facts.length).toBe(facts);
});
