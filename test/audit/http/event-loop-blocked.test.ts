import { expect, test } from 'vitest';
import { eventLoopBlocked } from '../../../src/audit/http/event-loop-blocked.ts';
import type { Slope } from '../../../src/model/slope.ts';
import type { ServerWaits, WaitKind } from '../../../src/model/waits.ts';
import { answering, answeringInTurn, at, loopback, watched } from '../literals.ts';
import { batch, eventLoop, oneWorker, slopeOf, waves } from '../server-literals.ts';

const check = (slope: Slope, waits?: ServerWaits, row = answering('127.0.0.1')) =>
  eventLoopBlocked.check({ slope, addresses: loopback([row]), ...(waits === undefined ? {} : { waits }) }, at());

const queued = { notAccepted: 3 };
const blocked = (eachMs: number): Slope => slopeOf(waves(1, eachMs, queued), eventLoop);
const mostly = (kind: WaitKind): ServerWaits => watched([150], [{ kind, ms: 140, peer: null }]);

test('connections that wait while an event loop makes one answer are the finding', () =>
  expect(check(blocked(80))).toMatchObject({ outcome: 'fail', severity: 'medium', costMs: 80 }));

test('where the server computes, the summary says so, and computing is no finding of its own', () => {
  expect(check(blocked(150), mostly('cpu'))).toMatchObject({
    outcome: 'fail',
    summary: expect.stringContaining('computes for most'),
  });
  expect(eventLoopBlocked.explains).toContain('cpu-bound-request');
});

test.each(['core', 'disk', 'lock'] as const)('a wait for %s is the cause, and this a consequence', (kind) =>
  expect(check(blocked(150), { ...mostly(kind), systemMs: 0 })).toMatchObject({
    outcome: 'note',
    summary: expect.stringContaining('Its cause is'),
  }),
);

test('a synchronous sleep in the loop is a failure of its own', () =>
  expect(check(blocked(150), mostly('sleep')).outcome).toBe('fail'));

test.each([
  [19.9, 'pass', undefined],
  [20, 'note', undefined],
  [49.9, 'note', undefined],
  [50, 'fail', 'medium'],
  [200, 'fail', 'high'],
])('an answer of %d ms is a %s', (eachMs, outcome, severity) => {
  const opinion = check(blocked(eachMs));
  expect([opinion.outcome, opinion.outcome === 'fail' ? opinion.severity : undefined]).toEqual([outcome, severity]);
});

test.each([
  ['a sleep that does not block', slopeOf(waves(4, 80), eventLoop)],
  ['a server with one worker', slopeOf(waves(1, 80, queued), oneWorker)],
  [
    'one that answers in turn and polls without epoll',
    slopeOf(waves(1, 80, queued), { ...oneWorker, acceptsIdle: true }),
  ],
  ['a lock behind a free event loop', slopeOf(waves(1, 80), eventLoop)],
  ['one batch that a busy machine accepted late', slopeOf([...waves(1, 80), batch([80, 160], queued)], eventLoop)],
  [
    'a worker that uses epoll and reads one connection at a time',
    slopeOf(waves(1, 80, queued), { ...eventLoop, acceptsIdle: false }),
  ],
])('%s passes', (_what, slope) => expect(check(slope).outcome).toBe('pass'));

test('it is inconclusive where the listening process was not seen', () =>
  expect(check(slopeOf(waves(1, 80, queued)))).toMatchObject({
    outcome: 'inconclusive',
    summary: expect.stringContaining('would decide'),
  }));

test('it does not apply to a server that limits the rate', () =>
  expect(check(blocked(80), undefined, answeringInTurn(2, 80, 80, 80)).outcome).toBe('not-applicable'));
