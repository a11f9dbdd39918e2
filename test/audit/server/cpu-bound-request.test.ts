import { expect, test } from 'vitest';
import { cpuBoundRequest } from '../../../src/audit/server/cpu-bound-request.ts';
import type { ServerWaits, WaitShare } from '../../../src/model/waits.ts';
import { answeringAfter, at, baseline, loopback, runserver, watched } from '../literals.ts';

const check = (waits: ServerWaits) =>
  cpuBoundRequest.check(
    { addresses: loopback([answeringAfter(400)]), 'loopback-baseline': baseline(), listeners: runserver, waits },
    at(),
  );

const cpu = (ms: number): WaitShare => ({ kind: 'cpu', ms, peer: null });
const redis = { place: '127.0.0.1:6379', program: 'redis-server' };
const node = { program: 'node', pid: 4_242, cpuMs: 500 };
const esbuild = { program: 'esbuild', pid: 77, cpuMs: 100 };

const twoProcesses = watched(
  [400, 400],
  [cpu(600), { kind: 'answer', ms: 120, peer: redis }, { kind: 'unexplained', ms: 80, peer: null }],
  { processes: [node, esbuild], systemMs: 40 },
);

test('the price and the busiest process are named, and the first step is a profiler', () =>
  expect(check(twoProcesses)).toMatchObject({
    outcome: 'fail',
    severity: 'medium',
    costMs: 300,
    summary: 'For 300 ms of the 400 ms of a request the server is on the CPU, most of it in node (process 4242).',
    advice: [
      { do: expect.stringMatching(/^find what computes with a profiler/), where: 'server', savesMs: null },
      { do: expect.stringMatching(/^turn off what belongs to development/), where: 'server' },
    ],
  }));

test('the parts, the processes, the number of looks and the listener are facts', () =>
  expect(check(twoProcesses)).toMatchObject({
    facts: [
      'Inside the server: 75 % on the CPU, 15 % waiting for an answer of 127.0.0.1:6379 (redis-server).',
      'On the CPU for each request, all threads together: node (process 4242) 250 ms, esbuild (process 77) 50 ms; 20 ms of it in the kernel.',
      'Of a request of 400 ms, network and names cost 0.6 ms.',
      'Seen in 2 requests, at 400 looks; 10 % of the time is unexplained.',
      'python manage.py runserver (pid 4242) listens on 127.0.0.1:8000 only.',
    ].map((text) => ({ kind: 'text', text })),
  }));

test.each([
  ['one process', [node]],
  ['no process', []],
] as const)('with %s none is called the busiest', (_what, processes) =>
  expect(check(watched([400], [cpu(300)], { processes }))).toMatchObject({
    summary: 'For 300 ms of the 400 ms of a request the server is on the CPU.',
  }),
);

test.each([
  ['499 ms on the CPU', watched([600, 600], [cpu(998)]), 'medium'],
  ['500 ms on the CPU', watched([600, 600], [cpu(1_000)]), 'high'],
])('%s: %s', (_what, waits, severity) => expect(check(waits)).toMatchObject({ outcome: 'fail', severity }));

test('less than 60 % of the time on the CPU passes', () =>
  expect(check(watched([400], [cpu(239)]))).toEqual({
    outcome: 'pass',
    summary: 'no such wait is most of the time of a request',
  }));
