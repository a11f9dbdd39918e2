import { expect, test } from 'vitest';
import { waitsForCore } from '../../../src/audit/server/waits-for-core.ts';
import type { ServerWaits, WaitShare } from '../../../src/model/waits.ts';
import { answeringAfter, at, baseline, loopback, runserver, watched } from '../literals.ts';

const check = (waits: ServerWaits) =>
  waitsForCore.check(
    { addresses: loopback([answeringAfter(160)]), 'loopback-baseline': baseline(), listeners: runserver, waits },
    at(),
  );

const core = (ms: number): WaitShare => ({ kind: 'core', ms, peer: null });
const cpu = (ms: number): WaitShare => ({ kind: 'cpu', ms, peer: null });
const tsc = { program: 'tsc', pid: 77, cores: 0.96 };
const jest = { program: 'jest', pid: 78, cores: 0.2 };
const idle = { program: 'sshd', pid: 79, cores: 0.19 };

const crowded = watched([160, 160], [core(240), cpu(80)], { others: [tsc, jest, idle], cores: 8 });

test('the price and the programs that take the cores are named, and the first step ends the busiest', () =>
  expect(check(crowded)).toMatchObject({
    outcome: 'fail',
    severity: 'medium',
    costMs: 120,
    summary: expect.stringMatching(
      /^For 120 ms of the 160 ms of a request the server waits for a free core.*tsc \(process 77, 1\.0 cores\), jest \(process 78, 0\.2 cores\)/,
    ),
    advice: [
      { do: expect.stringMatching(/^end tsc \(process 77, 1\.0 cores\)/), where: 'machine', savesMs: 120 },
      { do: 'measure again when the machine is idle', where: 'machine', savesMs: null },
    ],
  }));

test('a program that uses less than a fifth of a core is not named', () =>
  expect(JSON.stringify(check(crowded))).not.toContain('sshd'));

test('the number of cores is a fact', () =>
  expect(check(crowded)).toMatchObject({
    facts: expect.arrayContaining([{ kind: 'measure', label: 'cores of this machine', value: 8, unit: 'count' }]),
  }));

test('without such a program a CPU limit and threads of the server are the suspects', () =>
  expect(check(watched([160], [core(120), cpu(40)], { others: [idle] }))).toMatchObject({
    outcome: 'fail',
    summary: 'For 120 ms of the 160 ms of a request the server waits for a free core.',
    facts: expect.arrayContaining([
      { kind: 'text', text: expect.stringMatching(/^No other program used much of a core meanwhile/) },
    ]),
    advice: [{ do: expect.stringMatching(/^look for a CPU limit/), where: 'machine', savesMs: 120 }, {}],
  }));

test.each([
  ['499 ms without a core', watched([600, 600], [core(998)]), 'medium'],
  ['500 ms without a core', watched([600, 600], [core(1_000)]), 'high'],
])('%s: %s', (_what, waits, severity) => expect(check(waits)).toMatchObject({ outcome: 'fail', severity }));

test('computing that is slow without the other programs passes, and the cause is named', () =>
  expect(check(watched([200], [cpu(130), core(60)], { others: [tsc] }))).toEqual({
    outcome: 'pass',
    summary: 'most of the time of a request is something else; see cpu-bound-request',
  }));
