import { expect, test } from 'vitest';
import { auditLogIncomplete } from '../../../src/audit/auth/audit-log-incomplete.ts';
import type { AuditedEvent, EntryMark } from '../../../src/model/audit-log.ts';
import { at } from '../literals.ts';

const check = (entries: Partial<Record<AuditedEvent, EntryMark | null>>, lines = 4) => {
  const events = Object.entries(entries).map(([event, entry]) => ({
    event: event as AuditedEvent,
    status: 200,
    entry,
  }));
  return auditLogIncomplete.check({ 'audit-log': { log: 'audit.log', lines, events } }, at());
};

test.each([
  ['all events', { 'sign-in': 'request-id', renewal: 'account-and-time' }, 'pass'],
  ['no event of two', { 'sign-in': null, renewal: null }, 'fail'],
  ['one event of two', { 'sign-in': 'request-id', renewal: null }, 'fail'],
  ['no event, since none was caused', {}, 'not-applicable'],
] as const)('a log with %s', (_what, entries, outcome) => expect(check(entries).outcome).toBe(outcome));

test('a failure names the events that have no entry', () =>
  expect(check({ 'failed-sign-in': null, 'sign-in': 'request-id' })).toMatchObject({
    summary: '1 of 2 events has no entry in audit.log: a failed sign-in.',
    facts: [
      {
        rows: [
          ['a failed sign-in', '200', 'none'],
          ['a sign-in', '200', 'found by its request id'],
        ],
      },
    ],
  }));

test('an entry may stand in the part of a log that was not read', () => {
  const events = [{ event: 'sign-in', status: 200, entry: null }] as const;
  const log = { log: 'audit.log', lines: 90_000, isWhole: false, events };
  expect(auditLogIncomplete.check({ 'audit-log': log }, at())).toMatchObject({
    outcome: 'inconclusive',
    summary: 'a sign-in: no entry in the first 90000 lines that were appended to audit.log, and the rest was not read',
  });
});

test('a log that did not grow may be another one', () =>
  expect(check({ 'sign-in': null }, 0).summary).toContain('look whether it is the log of this server'));
