import { expect, test } from 'vitest';
import { searchDomainWalk } from '../../../src/audit/names/search-domain-walk.ts';
import { answering, at, loopback, names } from '../literals.ts';

const check = (lookupMs: number, dottedMs: number | null, search: readonly string[] = ['corp.example', 'lan']) =>
  searchDomainWalk.check(
    { addresses: loopback([answering('127.0.0.1')], lookupMs), 'name-service': names({ search, dottedMs }) },
    at(),
  );

test.each([
  ['the dot saves more than half', 1_000, 499, 'fail'],
  ['the dot saves half', 1_000, 500, 'pass'],
  ['the lookup is just not slow', 149, 1, 'pass'],
  ['the lookup is just slow', 150, 1, 'fail'],
  ['the dotted name was not asked for', 1_000, null, 'pass'],
])('where %s', (_what, lookupMs, dottedMs, outcome) => expect(check(lookupMs, dottedMs).outcome).toBe(outcome));

test('without search domains there is no walk', () => expect(check(1_000, 1, []).outcome).toBe('not-applicable'));

test('an address is not looked up', () =>
  expect(
    searchDomainWalk.check(
      { addresses: loopback([answering('127.0.0.1')], 1_000), 'name-service': names({ search: ['lan'] }) },
      at('127.0.0.1'),
    ).outcome,
  ).toBe('not-applicable'));

test.each([
  [1_000, 1, 'medium', 999],
  [1_001, 1, 'high', 1_000],
])('%i ms with and %i ms without the walk is of severity %s', (lookupMs, dottedMs, severity, costMs) =>
  expect(check(lookupMs, dottedMs)).toMatchObject({
    severity,
    costMs,
    facts: [{ text: 'search domains: corp.example, lan' }],
    advice: [{ command: 'http://localhost.:8000', savesMs: costMs }, {}, {}],
  }),
);
