import { expect, test } from 'vitest';
import { serverResolvesNames } from '../../../src/audit/server/server-resolves-names.ts';
import type { Peer, ServerWaits, WaitShare } from '../../../src/model/waits.ts';
import { answeringAfter, at, baseline, loopback, runserver, watched } from '../literals.ts';

const check = (waits: ServerWaits) =>
  serverResolvesNames.check(
    { addresses: loopback([answeringAfter(2_000)]), 'loopback-baseline': baseline(), listeners: runserver, waits },
    at(),
  );

const name = (ms: number, peer: Peer = { place: '10.0.0.2:53', program: null }): WaitShare => ({
  kind: 'name',
  ms,
  peer,
});

test('the name server and the price are named, and the first step is to look up no clients', () =>
  expect(check(watched([2_000, 2_000], [name(3_800)]))).toMatchObject({
    outcome: 'fail',
    severity: 'high',
    costMs: 1_900,
    summary: 'For 1.90 s of the 2.00 s of a request the server waits for the name server 10.0.0.2:53.',
    facts: expect.arrayContaining([
      { kind: 'text', text: 'Inside the server: 95 % asking for a name at 10.0.0.2:53.' },
    ]),
    advice: [
      { do: expect.stringMatching(/^turn off the lookup of the name of each client/), where: 'server', savesMs: 1_900 },
      { do: expect.stringContaining('/etc/hosts'), where: 'server', savesMs: 1_900 },
      { command: 'cat /etc/resolv.conf', where: 'machine', savesMs: 1_900 },
    ],
  }));

test('a name service of this machine is named by its socket and its program', () => {
  const peer = { place: '/run/systemd/resolve/io.systemd.Resolve', program: 'systemd-resolved' };
  expect(check(watched([400], [name(400, peer)]))).toMatchObject({
    outcome: 'fail',
    summary: expect.stringContaining('/run/systemd/resolve/io.systemd.Resolve (systemd-resolved)'),
  });
});

test.each([
  ['499 ms', watched([600, 600], [name(998)]), 'medium'],
  ['500 ms', watched([600, 600], [name(1_000)]), 'high'],
])('a lookup of %s: %s', (_what, waits, severity) => expect(check(waits)).toMatchObject({ outcome: 'fail', severity }));

test.each([
  ['less than 60 %', watched([200], [name(119)]), 'no such wait is most of the time of a request'],
  [
    'an answer of another server',
    watched([200], [{ kind: 'answer', ms: 140, peer: { place: '10.0.0.2:5432', program: null } }, name(60)]),
    'most of the time of a request is something else; see downstream-slow-answer',
  ],
])('%s passes', (_what, waits, summary) => expect(check(waits)).toEqual({ outcome: 'pass', summary }));
