import { expect, test } from 'vitest';
import {
  accepts,
  always,
  answers,
  connectMs,
  listenOnBoth,
  nameToJudge,
  rowsFor,
  serverHeader,
  totalMs,
  useAddress,
  whoListens,
} from '../../../src/audit/network/address-facts.ts';
import type { AddressVisits } from '../../../src/model/evidence.ts';
import {
  addressesOf,
  answering,
  at,
  closed,
  listeners,
  listening,
  refused,
  silent,
  targetAt,
  untried,
} from '../literals.ts';

const mixed: AddressVisits = { ...refused('::1'), cold: [...refused('::1', 9).cold, ...answering('::1', 1).cold] };

test.each([
  ['localhost', 'localhost'],
  ['127.0.0.1', 'localhost'],
  ['::1', 'localhost'],
  ['127.0.0.2', 'localhost'],
  ['10.0.0.1', '10.0.0.1'],
  ['2001:db8::1', '2001:db8::1'],
  ['app.localhost', 'app.localhost'],
  ['app.test', 'app.test'],
])('for %s, the name that is judged is %s', (host, name) => expect(nameToJudge(targetAt(host))).toBe(name));

test.each([
  ['an address that always refuses', refused('::1'), true, false, false],
  ['one that refused half the time', mixed, false, true, false],
  ['one that always accepts', answering('::1'), false, true, true],
  ['one that accepts and is silent', silent('::1'), false, true, false],
  ['one that times out', closed('::1', 'timed-out'), false, false, false],
  ['one that was never tried', untried('::1'), false, false, false],
])('%s', (_what, row, refuses, accepted, answered) =>
  expect([always(row, 'refused'), accepts(row), answers(row)]).toEqual([refuses, accepted, answered]),
);

test('times are medians over the visits, totals over those that were answered', () => {
  expect([connectMs(mixed), totalMs(mixed), totalMs(refused('::1'))]).toEqual([1, 3, null]);
});

test('the rows of a name are those that were tried, in the order of the resolver', () => {
  const all = addressesOf({ a: [refused('::1'), untried('127.0.0.2'), answering('127.0.0.1')], b: [answering('::1')] });
  const rows = rowsFor({ ...all, visits: all.visits.toReversed() }, 'a');
  expect(rows.map(({ address }) => address)).toEqual(['::1', '127.0.0.1']);
});

test.each([
  ['not known', undefined, null],
  ['no process', listeners(), null],
  ['one place', listeners(listening('::1', 7, 'node x')), 'node x (pid 7) listens on [::1]:8000 only.'],
  [
    'two places',
    listeners(listening('::1', 7, 'x'), listening('0.0.0.0', 7)),
    'x (pid 7) listens on [::1]:8000, 0.0.0.0:8000.',
  ],
  ['by an unknown process', listeners(listening('::')), 'The server listens on [::]:8000 only.'],
])('the listening process, where it is %s', (_what, seen, words) => expect(whoListens(seen)).toBe(words));

test.each([
  ['the first answer', [refused('::1'), answering('127.0.0.1', 0.2, 'uvicorn')], 'uvicorn'],
  ['an answer without a name', [answering('127.0.0.1')], null],
  ['no answer', [refused('::1')], null],
])('the server header comes from %s', (_what, rows, header) =>
  expect(serverHeader(addressesOf({ localhost: rows }))).toBe(header),
);

test('an address is written as a client would write it', () =>
  expect(useAddress({ ...targetAt('localhost', 8_443), scheme: 'https' }, '::1', 5)).toMatchObject({
    command: 'https://[::1]:8443',
    savesMs: 5,
  }));

test.each([
  ['its process', listeners(listening('127.0.0.1', 1, 'node x.js')), null, 'server.listen(8000)'],
  ['its header', undefined, 'uvicorn', 'uvicorn --host :: --port 8000 …'],
  ['nothing', undefined, null, null],
])('a server known by %s gets its own line', (_how, seen, header, command) =>
  expect(
    listenOnBoth('one-family-listener', { listeners: seen, working: answering('127.0.0.1', 0.2, header) }, at(), 7),
  ).toMatchObject([{ command, where: 'server', savesMs: 7 }]),
);
