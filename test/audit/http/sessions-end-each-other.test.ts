import { expect, test } from 'vitest';
import { sessionsEndEachOther } from '../../../src/audit/http/sessions-end-each-other.ts';
import type { SuiteResult } from '../../../src/model/suite.ts';
import { passOf } from '../../judge/literals.ts';
import { at } from '../literals.ts';

const alone = (over: Partial<SuiteResult> = {}): SuiteResult =>
  passOf({ suite: 'api', connections: 1, n: 299, errors: 1, ...over });

const together = (over: Partial<SuiteResult> = {}): SuiteResult =>
  passOf({
    suite: 'api',
    connections: 10,
    n: 14,
    errors: 286,
    relogins: 286,
    statuses: { 200: 14, 401: 286 },
    ...over,
  });

const check = (...trials: readonly SuiteResult[]) => sessionsEndEachOther.check({ 'load-trials': { trials } }, at());

test.each([
  ['ten users whose sessions end each other', [alone(), together()], 'fail'],
  ['ten users who are refused with 403', [alone(), together({ statuses: { 200: 14, 403: 286 } })], 'fail'],
  ['errors that are no refusal', [alone(), together({ statuses: { 200: 14, 500: 286 } })], 'inconclusive'],
  ['refusals after which no user signs in again', [alone(), together({ relogins: 3 })], 'inconclusive'],
  [
    'a few refusals',
    [alone(), together({ n: 280, errors: 20, statuses: { 200: 280, 401: 20 }, relogins: 20 })],
    'pass',
  ],
  ['refusals one at a time too', [alone({ n: 20, errors: 280 }), together()], 'inconclusive'],
  ['no answer one at a time', [alone({ n: 0, errors: 0 }), together()], 'inconclusive'],
  ['another suite that is refused', [alone({ suite: 'refresh' }), together()], 'not-applicable'],
  ['one user', [alone()], 'not-applicable'],
  ['new connections', [alone(), together({ connection: 'new-per-request', connections: 1 })], 'not-applicable'],
])('%s', (_what, trials, outcome) => expect(check(...trials).outcome).toBe(outcome));

test('without a load nothing is said', () =>
  expect(sessionsEndEachOther.check({}, at())).toMatchObject({ outcome: 'not-applicable' }));

test('the numbers are in the summary, and fewer users or more accounts are advised', () =>
  expect(check(alone(), together())).toMatchObject({
    summary:
      'With 10 users at once, 286 of 300 answers of api were refused, and the users signed in again 286 times; one at a time it works.',
    advice: [{ command: '--connections 1' }, { command: '--accounts-file accounts.txt' }, { where: 'server' }],
  }));

test('a pass states what was seen, also where no user has a session', () =>
  expect(check(alone({ errors: 0 }), together({ n: 300, errors: 0, relogins: 0, statuses: { 200: 300 } }))).toEqual({
    outcome: 'pass',
    summary: 'no user was signed out by another: 0 of 300 answers of api were refused with 10 users at once',
  }));
