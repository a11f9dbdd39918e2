import { expect, test } from 'vitest';
import { marksOf } from '../../../../src/gather/auth/audit-log/entries.ts';
import type { CausedEvent } from '../../../../src/gather/auth/audit-log/contract.ts';

const AT_MS = Date.UTC(2026, 10, 30, 13, 17, 28);
const iso = (ms: number): string => new Date(AT_MS + ms).toISOString();

const caused = (event: CausedEvent['event'], fromMs: number): CausedEvent => ({
  event,
  requestId: `id-of-${event}`,
  fromMs: AT_MS + fromMs,
  toMs: AT_MS + fromMs + 30,
  status: 200,
  shown: undefined,
});

const signIn = caused('sign-in', 200);
const signOut = caused('sign-out', 1_500);

test.each([
  ['its request id', ['POST /login id-of-sign-in'], 'request-id'],
  ['the account at that time', [`${iso(215)} login user=ada ok`], 'account-and-time'],
  ['the account in that second', [`${iso(0).slice(0, 19)}Z login ada`], 'account-and-time'],
  ['the id of the account as a field', [`{"at":"${iso(220)}","user_id":7}`], 'account-and-time'],
  ['another account', [`${iso(215)} login user=adam ok`], null],
  ['the account a minute before', [`${iso(-60_000)} login user=ada ok`], null],
  ['the account and no time', ['login user=ada ok'], null],
  ['a number that is no field of an account', [`${iso(215)} answered 7 bytes`], null],
  ['nothing', [], null],
])('a line with %s is the entry of an event: %s', (_what, lines, entry) =>
  expect(marksOf(lines, [signIn], ['ada', '7'])).toEqual([entry]),
);

test('a line is the entry of one event at most', () =>
  expect(marksOf([`${iso(215)} ada`], [signIn, signIn], ['ada'])).toEqual(['account-and-time', null]));

test('the line of one event is not that of a later one', () =>
  expect(marksOf([`${iso(1_510)} ada`], [signIn, signOut], ['ada'])).toEqual([null, 'account-and-time']));

test('a line with the request id of another event does not stand for it', () =>
  expect(marksOf([`${iso(215)} ada id-of-sign-out`], [signIn, signOut], ['ada'])).toEqual([null, 'request-id']));

test('a name with signs of patterns is taken literally', () =>
  expect(marksOf([`${iso(215)} adaXb@example.org`], [signIn], ['ada.b@example.org'])).toEqual([null]));
