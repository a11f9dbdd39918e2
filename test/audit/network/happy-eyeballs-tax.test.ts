import { expect, test } from 'vitest';
import { LATE_MS } from '../../../src/audit/network/address-facts.ts';
import { happyEyeballsTax } from '../../../src/audit/network/happy-eyeballs-tax.ts';
import type { Addresses } from '../../../src/model/evidence.ts';
import { answering, at, baseline, loopback, refused } from '../literals.ts';

const check = (addresses: Addresses, own = baseline()) =>
  happyEyeballsTax.check({ addresses, 'loopback-baseline': own }, at());
const good = answering('127.0.0.1');

test.each([
  ['just before it is late', loopback([answering('::1', LATE_MS - 1), good]), 'pass'],
  ['late', loopback([answering('::1', LATE_MS), good]), 'fail'],
  [
    'late, and the other one is no faster',
    loopback([answering('::1', 1_000), answering('127.0.0.1', LATE_MS)]),
    'pass',
  ],
  ['late, and the other one refuses', loopback([answering('::1', 1_000), refused('127.0.0.1')]), 'pass'],
  ['late, and there is no other', loopback([answering('::1', 1_000)]), 'not-applicable'],
  ['at once, and the other one late', loopback([good, answering('::1', 1_000)]), 'pass'],
])('a first address that accepts %s', (_what, addresses, outcome) => expect(check(addresses).outcome).toBe(outcome));

test('a first address that refuses is another finding', () =>
  expect(check(loopback([refused('::1', 2_041), good])).outcome).toBe('not-applicable'));

test('where all of loopback is slow, the server is not the cause', () =>
  expect(check(loopback([answering('::1', 1_000), good]), baseline({ 4: [300], 6: [300] })).outcome).toBe(
    'not-applicable',
  ));

test('where loopback itself could not be measured, it is not the cause', () =>
  expect(check(loopback([answering('::1', 1_000), good]), baseline({ 4: [], 6: [] })).outcome).toBe('fail'));

test('the cost is the late connect, and the fix is the prompt address', () =>
  expect(check(loopback([answering('::1', 1_000), good]))).toMatchObject({
    severity: 'medium',
    costMs: 1_000,
    facts: [{ value: 1_000 }, { value: 0.2 }],
    advice: [{ command: 'http://127.0.0.1:8000', savesMs: 1_000 }, { where: 'machine' }],
  }));

test('a late address of localhost that is not loopback is another finding', () =>
  expect(check(loopback([answering('2001:db8::1', 1_000), good])).outcome).toBe('not-applicable'));
