import { expect, test } from 'vitest';
import { earlyKeepAliveClose } from '../../../src/audit/http/early-keep-alive-close.ts';
import type { GapTrial } from '../../../src/model/idle-gap.ts';
import { answering, at, listeners, listening, loopback } from '../literals.ts';

const answered = (gapMs: number): GapTrial => ({ gapMs, firstMs: 1, again: 'answered', againMs: 1, closed: null });
const closedAfter = (afterMs: number, gapMs = 6_000): GapTrial => ({
  ...answered(gapMs),
  again: 'not-sent',
  againMs: null,
  closed: { afterMs, how: 'ended' },
});
const failed = (again: 'lost' | 'unanswered'): GapTrial => ({ ...answered(1_000), again, againMs: null });

const check = (...gaps: readonly GapTrial[]) =>
  earlyKeepAliveClose.check({ addresses: loopback([answering('127.0.0.1')]), 'idle-gap': { gaps } }, at());

test.each<[string, readonly GapTrial[], string]>([
  ['every connection stays open', [answered(0), answered(6_000)], 'pass'],
  ['a request is lost', [answered(0), failed('lost')], 'fail'],
  ['a request is lost, though the close is late', [failed('lost'), closedAfter(5_000)], 'fail'],
  ['a request gets no answer in time', [failed('unanswered')], 'inconclusive'],
  ['the server closes after 1.49 s', [closedAfter(1_490)], 'fail'],
  ['the server closes after 1.5 s', [closedAfter(1_500)], 'note'],
  ['the server closes after 5 s, as Node does', [answered(4_900), closedAfter(5_003)], 'note'],
  ['the server closes after 6 s, as Node 20.20 does', [answered(5_100), closedAfter(5_999)], 'pass'],
  ['the server keeps no connection', [], 'not-applicable'],
])('where %s', (_what, gaps, outcome) => expect(check(...gaps).outcome).toBe(outcome));

test('the report shows each connection, and when it was closed', () =>
  expect(check(answered(0), closedAfter(600, 1_000))).toMatchObject({
    severity: 'low',
    facts: [
      {
        rows: [
          ['0.0 ms', 'kept it open', '1.0 ms'],
          ['1.00 s', 'closed it after 600 ms', 'not sent'],
        ],
      },
    ],
  }));

test('a recognised server gets the line for its own time-out', () =>
  expect(
    earlyKeepAliveClose.check(
      {
        addresses: loopback([answering('127.0.0.1')]),
        'idle-gap': { gaps: [closedAfter(1_000)] },
        listeners: listeners(listening('127.0.0.1', 7, 'node server.js')),
      },
      at(),
    ),
  ).toMatchObject({ advice: [{ command: expect.stringContaining('keepAliveTimeout = 65_000') }] }));
