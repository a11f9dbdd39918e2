import { describe, expect, test } from 'vitest';
import { reloaderRestart } from '../../../src/audit/server/reloader-restart.ts';
import type { AddressVisits, ConnectOutcome } from '../../../src/model/evidence.ts';
import type { ServerProcesses } from '../../../src/model/server-process.ts';
import { addressesOf, answering, at, loopback } from '../literals.ts';
import { processState } from '../server-literals.ts';

const connecting = (...outcomes: readonly ConnectOutcome[]): AddressVisits => ({
  ...answering('127.0.0.1'),
  cold: outcomes.map((connect) => ({ connect, connectMs: 0.1, firstByteMs: null, totalMs: null })),
});

const check = (process?: ServerProcesses, row = answering('127.0.0.1')) =>
  reloaderRestart.check({ addresses: loopback([row]), ...(process === undefined ? {} : { process }) }, at());

const first = processState();
const next = processState({ pid: 4_250, startedS: 160, ageS: 0.5 });

test('another process listens than before: both are named', () => {
  const opinion = check({ before: [first], after: [next] });
  expect(opinion).toMatchObject({ outcome: 'fail', severity: 'medium', costMs: null });
  expect(opinion.summary).toBe(
    'The server was restarted while it was examined: first node (pid 4242) listened, ' +
      'then node (pid 4250), which had run for 0.5 s.',
  );
});

describe('by the processes', () => {
  test.each([
    ['the same one listens', { before: [first], after: [first] }, 'pass'],
    ['the same pid began later', { before: [first], after: [processState({ startedS: 160 })] }, 'fail'],
    ['a worker joined', { before: [first], after: [first, next] }, 'pass'],
    ['a worker left', { before: [first, next], after: [first] }, 'pass'],
    [
      'a worker was exchanged',
      { before: [first, next], after: [first, processState({ pid: 9, startedS: 170 })] },
      'fail',
    ],
    ['the other one was there before', { before: [next], after: [first] }, 'pass'],
    ['it began meanwhile', { before: [], after: [first] }, 'pass'],
    ['it is gone', { before: [first], after: [] }, 'fail'],
  ] as const)('%s', (_what, process, outcome) => expect(check(process).outcome).toBe(outcome));

  test('a server that is gone has ended, and was not restarted', () =>
    expect(check({ before: [first], after: [] }).summary).toBe(
      'The server ended while it was examined: node (pid 4242) is gone, and nothing listens since.',
    ));
});

describe('by refused connections, where the process is not known', () => {
  test.each([
    ['between accepted ones', ['accepted', 'refused', 'refused', 'accepted'], 'fail'],
    ['before accepted ones: it began', ['refused', 'accepted', 'accepted'], 'pass'],
    ['after accepted ones', ['accepted', 'accepted', 'refused'], 'pass'],
    ['always', ['refused', 'refused'], 'pass'],
  ] as const)('%s', (_where, outcomes, outcome) =>
    expect(check(undefined, connecting(...outcomes)).outcome).toBe(outcome),
  );

  test('the counts are stated', () =>
    expect(check(undefined, connecting('accepted', 'refused', 'accepted')).summary).toBe(
      'The server was restarted while it was examined: 127.0.0.1 refused 1 of 3 connections, between accepted ones.',
    ));
});

test('refusals of a process that stays decide nothing', () => {
  const row = connecting('accepted', 'refused', 'accepted');
  expect(check({ before: [first], after: [first] }, row).outcome).toBe('inconclusive');
});

test('a process of this machine is not the server of another one', () => {
  const addresses = addressesOf({ 'api.test': [answering('10.0.0.1')] });
  const process = { before: [first], after: [next] };
  expect(reloaderRestart.check({ addresses, process }, at('api.test')).outcome).toBe('not-applicable');
});
