import { expect, test } from 'vitest';
import { duplicateHostEntry } from '../../../src/audit/names/duplicate-host-entry.ts';
import type { Addresses } from '../../../src/model/evidence.ts';
import { addressesOf, answering, at, names, refused } from '../literals.ts';

const check = (addresses: Addresses) => duplicateHostEntry.check({ addresses }, at());
const good = answering('127.0.0.1');

test.each([
  ['each address once', [refused('::1'), good], 'pass'],
  ['one address twice in a row', [good, good], 'fail'],
  ['one address twice, another between', [good, refused('::1'), good], 'fail'],
  ['no address', [], 'not-applicable'],
])('a name with %s', (_what, rows, outcome) => expect(check(addressesOf({ localhost: rows })).outcome).toBe(outcome));

test.each([
  ['one that accepts costs nothing', good, null],
  ['one that is refused is refused again', refused('127.0.0.1', 7), 7],
])('%s', (_promise, row, costMs) =>
  expect(check(addressesOf({ localhost: [row, row] }))).toMatchObject({ severity: 'low', costMs }),
);

test('the lines that name it are quoted, other lines are not', () => {
  const hosts = [
    { address: '127.0.0.1', names: ['localhost'] },
    { address: '127.0.0.1', names: ['shop', 'localhost'] },
    { address: '127.0.0.1', names: ['other'] },
    { address: '::1', names: ['localhost'] },
  ];
  const evidence = { addresses: addressesOf({ localhost: [good, good] }), 'name-service': names({ hosts }) };
  expect(duplicateHostEntry.check(evidence, at())).toMatchObject({
    facts: [{ text: 'hosts: 127.0.0.1 localhost' }, { text: 'hosts: 127.0.0.1 shop localhost' }],
  });
});
