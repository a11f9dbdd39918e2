import { describe, expect, test } from 'vitest';
import { cpuBoundRequest } from '../../../src/audit/server/cpu-bound-request.ts';
import { slowPasswordHash } from '../../../src/audit/server/slow-password-hash.ts';
import type { AddressVisits, LoadTrials } from '../../../src/model/evidence.ts';
import type { SuiteResult } from '../../../src/model/suite.ts';
import type { ServerWaits, WaitKind } from '../../../src/model/waits.ts';
import { at, listeners, listening, loopback, runserver, taking, times, watched } from '../literals.ts';

const trial = (suite: string, connections: number, p50: number): SuiteResult =>
  ({ suite, arm: 'target', connections, connection: 'kept-alive', serviceMs: { p50, mean: p50 } }) as SuiteResult;

const hash = (
  share: Partial<Record<WaitKind, number>> = { cpu: 930, unexplained: 20 },
  over: Partial<ServerWaits> = {},
) =>
  watched(
    [950],
    Object.entries(share).map(([kind, ms]) => ({ kind: kind as WaitKind, ms, peer: null })),
    { processes: [{ program: 'python3', pid: 7, cpuMs: 930 }], ...over },
  );

interface Situation {
  readonly waits?: ServerWaits;
  readonly row?: AddressVisits;
  readonly trials?: readonly SuiteResult[];
}

const evidenceOf = ({ waits = hash(), row = taking('127.0.0.1', times(7, 1)), trials = usual }: Situation) => ({
  addresses: loopback([row]),
  'load-trials': { trials } satisfies LoadTrials,
  'flow-waits': { flows: [{ flow: 'login', noun: 'a login', checksPassword: true, waits }] },
});

const usual = [trial('login', 1, 950), trial('login', 4, 3_400), trial('refresh', 1, 8)];

const check = (situation: Situation = {}, more = {}) =>
  slowPasswordHash.check({ ...evidenceOf(situation), ...more }, at());

test('a login computes for 930 of 950 ms, and other requests are quick', () => {
  const opinion = check();
  expect(opinion).toMatchObject({ outcome: 'fail', severity: 'medium', costMs: 930 });
  expect(opinion.summary).toBe(
    'A login takes 950 ms, and the server is on the CPU for 930 ms of it, while other requests are quick: ' +
      'it computes as a password hash of high cost does.',
  );
  expect(opinion).toMatchObject({
    facts: [
      { text: 'One core can do at most 1.1 such logins a second, and nothing else meanwhile.' },
      { text: 'With 4 users at once, half of the logins took more than 3.40 s.' },
    ],
  });
});

test.each([
  ['a recognised server gives its setting', runserver, 'PASSWORD_HASHERS'],
  ['another one the trade', listeners(listening('127.0.0.1', 1, 'shop-server')), 'easier to break'],
])('%s', (_promise, process, text) => expect(JSON.stringify(check({}, { listeners: process }))).toContain(text));

test('the computing of the login is not reported a second time', () => {
  expect(cpuBoundRequest.check(evidenceOf({}), at()).outcome).toBe('pass');
  const url = { waits: watched([400], [{ kind: 'cpu', ms: 400, peer: null }]) };
  expect(cpuBoundRequest.check({ ...evidenceOf({}), ...url }, at())).toMatchObject({ outcome: 'fail', costMs: 400 });
});

describe('it is no password hash where', () => {
  test.each([
    ['the login waits for a database', { waits: hash({ answer: 900, cpu: 50 }) }],
    ['the login sleeps after a failed one', { waits: hash({ sleep: 900, cpu: 50 }) }],
    ['the login waits for a core', { waits: hash({ core: 800, cpu: 150 }) }],
    ['the kernel works for a third of it', { waits: hash(undefined, { systemMs: 300 }) }],
    [
      'two processes compute',
      {
        waits: hash(undefined, {
          processes: [
            { program: 'python3', pid: 7, cpuMs: 500 },
            { program: 'postgres', pid: 8, cpuMs: 430 },
          ],
        }),
      },
    ],
    ['refreshes compute as long', { trials: [trial('login', 1, 950), trial('refresh', 1, 500)] }],
    ['the URL takes as long', { row: taking('127.0.0.1', times(7, 500)) }],
    [
      'the times differ much',
      { waits: watched([300, 900, 1_500, 2_100], [{ kind: 'cpu', ms: 4_700, peer: null }], { processes: [] }) },
    ],
  ] satisfies readonly (readonly [string, Situation])[])('%s', (_where, situation) => {
    expect(check(situation).outcome).toBe('pass');
  });

  test('the login was too quick to be watched', () => {
    const { 'flow-waits': _seen, ...rest } = evidenceOf({ trials: [trial('login', 1, 300)] });
    expect(slowPasswordHash.check(rest, at()).outcome).toBe('not-applicable');
  });

  test('the slow flow checks no password', () => {
    const [flow] = evidenceOf({})['flow-waits'].flows;
    const seen = {
      ...evidenceOf({}),
      'flow-waits': { flows: flow === undefined ? [] : [{ ...flow, checksPassword: false }] },
    };
    expect(slowPasswordHash.check(seen, at()).outcome).toBe('not-applicable');
    expect(cpuBoundRequest.check(seen, at()).outcome).toBe('fail');
  });
});

test('where only the login was measured and the URL gave no answer, a hash is not claimed', () => {
  const { addresses: _addresses, ...rest } = evidenceOf({ trials: [trial('login', 1, 950)] });
  expect(slowPasswordHash.check(rest, at()).outcome).toBe('pass');
});
