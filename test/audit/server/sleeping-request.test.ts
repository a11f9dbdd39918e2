import { expect, test } from 'vitest';
import { sleepingRequest } from '../../../src/audit/server/sleeping-request.ts';
import type { ServerWaits, WaitShare } from '../../../src/model/waits.ts';
import { answeringAfter, at, baseline, loopback, runserver, watched } from '../literals.ts';

const check = (waits: ServerWaits) =>
  sleepingRequest.check(
    { addresses: loopback([answeringAfter(160)]), 'loopback-baseline': baseline(), listeners: runserver, waits },
    at(),
  );

const sleep = (ms: number): WaitShare => ({ kind: 'sleep', ms, peer: null });

test('the price is named, and the steps are to find the timer and to tell a retry from a plain sleep', () =>
  expect(check(watched([160, 160], [sleep(304), { kind: 'cpu', ms: 16, peer: null }]))).toMatchObject({
    outcome: 'fail',
    severity: 'medium',
    costMs: 152,
    summary: 'For 152 ms of the 160 ms of a request the server sleeps until a timer ends.',
    facts: expect.arrayContaining([
      { kind: 'text', text: 'Inside the server: 95 % asleep until a timer ends, 5 % on the CPU.' },
    ]),
    advice: [
      { do: expect.stringMatching(/^find the timer/), where: 'server', savesMs: 152 },
      { do: expect.stringContaining('would decide between a retry and a plain sleep'), where: 'server', savesMs: null },
    ],
  }));

test('one request is called one request', () =>
  expect(check(watched([160], [sleep(160)]))).toMatchObject({
    facts: expect.arrayContaining([
      { kind: 'text', text: 'Seen in 1 request, at 400 looks; 0 % of the time is unexplained.' },
    ]),
  }));

test.each([
  ['499 ms asleep', watched([600, 600], [sleep(998)]), 'medium'],
  ['500 ms asleep', watched([600, 600], [sleep(1_000)]), 'high'],
])('%s: %s', (_what, waits, severity) => expect(check(waits)).toMatchObject({ outcome: 'fail', severity }));

test.each([
  ['less than 60 %', watched([200], [sleep(119)]), 'no such wait is most of the time of a request'],
  ['a request of 100 ms', watched([100], [sleep(100)]), 'no such wait is most of the time of a request'],
  [
    'a lock',
    watched([200], [sleep(60), { kind: 'lock', ms: 140, peer: null }]),
    'most of the time of a request is something else; see lock-bound-request',
  ],
])('%s passes', (_what, waits, summary) => expect(check(waits)).toEqual({ outcome: 'pass', summary }));
