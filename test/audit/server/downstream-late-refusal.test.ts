import { expect, test } from 'vitest';
import { slowApplication } from '../../../src/audit/http/slow-application.ts';
import { downstreamLateRefusal } from '../../../src/audit/server/downstream-late-refusal.ts';
import type { AddressVisits } from '../../../src/model/evidence.ts';
import type { ServerWaits, WaitShare } from '../../../src/model/waits.ts';
import { answeringAfter, at, baseline, loopback, runserver, silent, watched } from '../literals.ts';

const waits = (requestMs: number, ...shares: readonly WaitShare[]): ServerWaits =>
  watched([requestMs, requestMs], shares);
const connecting = (ms: number, place = '[::1]:6379'): WaitShare => ({
  kind: 'connect',
  ms,
  peer: { place, program: null },
});

const check = (seen: ServerWaits | undefined, rows: readonly AddressVisits[] = [answeringAfter(2_060)]) =>
  downstreamLateRefusal.check(
    {
      addresses: loopback(rows),
      'loopback-baseline': baseline(),
      listeners: runserver,
      ...(seen === undefined ? {} : { waits: seen }),
    },
    at(),
  );

test('the place, the price and the setting are named', () => {
  const opinion = check(waits(2_060, connecting(4_060), { kind: 'cpu', ms: 60, peer: null }));
  expect(opinion).toMatchObject({
    outcome: 'fail',
    severity: 'high',
    costMs: 2_030,
    summary: 'For 2.03 s of the 2.06 s of a request the server connects to [::1]:6379, which does not answer.',
    advice: [
      { command: "CACHES['default']['LOCATION'] = 'redis://127.0.0.1:6379'", where: 'server', savesMs: 2_030 },
      { do: expect.stringContaining('127.0.0.1:6379 instead of localhost:6379'), where: 'server', savesMs: 2_030 },
      { do: 'let the other server listen on [::1]:6379 too', where: 'machine' },
      { where: 'server' },
    ],
  });
});

test('another address is named as it is', () =>
  expect(check(waits(2_000, connecting(3_900, '127.0.0.2:5432')))).toMatchObject({
    advice: [{ do: expect.stringContaining('instead of 127.0.0.2:5432') }, {}, {}],
  }));

test.each([
  ['60 % of the time', waits(400, connecting(480)), 'fail'],
  ['less than that', waits(400, connecting(478)), 'pass'],
  ['a request of 101 ms', waits(101, connecting(200)), 'fail'],
  ['a request of 100 ms', waits(100, connecting(200)), 'pass'],
  ['no connect', waits(400, { kind: 'sleep', ms: 800, peer: null }), 'pass'],
])('%s: %s', (_what, seen, outcome) => expect(check(seen).outcome).toBe(outcome));

test.each([
  ['slow answers of a server that was not watched', [answeringAfter(400)], 'inconclusive'],
  ['quick answers', [answeringAfter(2)], 'pass'],
  ['no answer', [silent('127.0.0.1')], 'not-applicable'],
] as const)('%s: %s', (_what, rows, outcome) => expect(check(undefined, rows).outcome).toBe(outcome));

test('the application is not called slow where this is the cause', () => {
  const evidence = { addresses: loopback([answeringAfter(2_060)]), waits: waits(2_060, connecting(4_060)) };
  expect(slowApplication.check(evidence, at())).toMatchObject({
    outcome: 'not-applicable',
    summary: expect.stringContaining('downstream-late-refusal'),
  });
});
