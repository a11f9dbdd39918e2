import { expect, test } from 'vitest';
import { diskBoundRequest } from '../../../src/audit/server/disk-bound-request.ts';
import type { ServerWaits, WaitShare } from '../../../src/model/waits.ts';
import { answeringAfter, at, baseline, loopback, runserver, watched } from '../literals.ts';

const check = (waits: ServerWaits) =>
  diskBoundRequest.check(
    { addresses: loopback([answeringAfter(200)]), 'loopback-baseline': baseline(), listeners: runserver, waits },
    at(),
  );

const disk = (ms: number): WaitShare => ({ kind: 'disk', ms, peer: null });
const cpu = (ms: number): WaitShare => ({ kind: 'cpu', ms, peer: null });

const syncing = watched([200, 200], [disk(200), cpu(160)], { systemMs: 100 });

test('the price is the wait and the kernel time of the writes, and the first step is one sync for each request', () =>
  expect(check(syncing)).toMatchObject({
    outcome: 'fail',
    severity: 'medium',
    costMs: 150,
    summary: expect.stringMatching(/^For 150 ms of the 200 ms of a request the server .*disk/),
    advice: [
      { do: expect.stringMatching(/^sync once for each request/), where: 'server', savesMs: 150 },
      { do: expect.stringContaining('journal_mode=WAL'), where: 'server', savesMs: 150 },
      { do: expect.stringMatching(/^move sessions, caches and uploads/), where: 'machine', savesMs: null },
    ],
  }));

test('the parts are facts', () =>
  expect(check(syncing)).toMatchObject({
    facts: expect.arrayContaining([
      { kind: 'text', text: expect.stringMatching(/^Inside the server: 50 % .*disk, 40 % on the CPU\.$/) },
    ]),
  }));

test.each([
  ['kernel time of programs that were not on the CPU is not counted', [disk(300), cpu(20)], 900, 160],
  ['no more than the whole request is counted', [disk(380), cpu(60)], 60, 200],
] as const)('%s', (_what, shares, systemMs, costMs) =>
  expect(check(watched([200, 200], shares, { systemMs }))).toMatchObject({ outcome: 'fail', costMs }),
);

test.each([
  ['499 ms for the disk', watched([600, 600], [disk(998)]), 'medium'],
  ['500 ms for the disk', watched([600, 600], [disk(1_000)]), 'high'],
])('%s: %s', (_what, waits, severity) => expect(check(waits)).toMatchObject({ outcome: 'fail', severity }));

test.each([
  ['less than 60 %', watched([200], [disk(119)]), 'no such wait is most of the time of a request'],
  [
    'a little writing beside computing',
    watched([200], [cpu(150), disk(39)], { systemMs: 150 }),
    'most of the time of a request is something else; see cpu-bound-request',
  ],
])('%s passes', (_what, waits, summary) => expect(check(waits)).toEqual({ outcome: 'pass', summary }));
