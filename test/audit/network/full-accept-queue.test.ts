import { expect, test } from 'vitest';
import { fullAcceptQueue } from '../../../src/audit/network/full-accept-queue.ts';
import type { ListenQueue } from '../../../src/model/listen-queue.ts';
import type { Slope } from '../../../src/model/slope.ts';
import { answering, at, closed, loopback } from '../literals.ts';
import { batch, queueOf, slopeOf } from '../server-literals.ts';

const check = (queue: ListenQueue, row = closed('127.0.0.1', 'timed-out', 5_000), slope?: Slope) =>
  fullAcceptQueue.check(
    { 'listen-queue': queue, addresses: loopback([row]), ...(slope === undefined ? {} : { slope }) },
    at(),
  );

const full = queueOf({ waitingBefore: 2, mostWaiting: 2, backlog: 1 }, 115);

test('a queue that was full before is the finding, also where nothing is accepted', () =>
  expect(check(full)).toMatchObject({
    outcome: 'fail',
    severity: 'high',
    costMs: null,
    summary: expect.stringContaining('2 connections wait at 127.0.0.1:8000'),
  }));

test('an unreachable port is explained by it', () => expect(fullAcceptQueue.explains).toContain('unreachable-target'));

test('where connections are accepted late, the price is the connect', () =>
  expect(check(full, answering('127.0.0.1', 1_003))).toMatchObject({ outcome: 'fail', costMs: 1_003 }));

test.each([
  ['a queue with room for one more', queueOf({ waitingBefore: 1, mostWaiting: 1, backlog: 1 }, 0), 'pass'],
  ['an empty queue and a dropped packet', queueOf({}, 0), 'pass'],
  ['no listener', { listeners: [], overflows: 0 }, 'pass'],
  ['a queue that filled up later, with more than whyslow opens', queueOf({ mostWaiting: 6, backlog: 5 }, 3), 'fail'],
  [
    'a queue in which another connection waited before',
    queueOf({ waitingBefore: 1, mostWaiting: 2, backlog: 1 }, 1),
    'fail',
  ],
  ['a queue of which whyslow may be all', queueOf({ mostWaiting: 2, backlog: 1 }, 1), 'note'],
  ['a backlog that is not known, and overflows', queueOf({ mostWaiting: 2, backlog: null }, 1), 'note'],
])('%s', (_what, queue, outcome) => expect(check(queue).outcome).toBe(outcome));

test('a full queue that delays no connect passes', () =>
  expect(check(full, answering('127.0.0.1')).outcome).toBe('pass'));

const atOnce = (connectMs: number, overflows: number | null) =>
  slopeOf([batch([80, 80, 80, 80], { connectsMs: [0.2, 0.2, 0.2, connectMs], overflows })]);

test.each([
  ['take a second while the kernel counts overflows', atOnce(1_003, 1), 'fail'],
  ['take a second without overflows', atOnce(1_003, 0), 'pass'],
  ['take a second, and overflows are not counted', atOnce(1_003, null), 'pass'],
  ['stay below the time after which a SYN is sent again', atOnce(899, 1), 'pass'],
])('connects that %s when several are made at once', (_what, slope, outcome) =>
  expect(check(queueOf(), answering('127.0.0.1'), slope).outcome).toBe(outcome),
);
