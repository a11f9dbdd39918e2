import { expect, test } from 'vitest';
import { noisyMachine } from '../../../src/audit/server/noisy-machine.ts';
import type { AddressVisits } from '../../../src/model/evidence.ts';
import type { Machine } from '../../../src/model/machine.ts';
import type { ServerWaits } from '../../../src/model/waits.ts';
import { at, loopback, taking, times, watched } from '../literals.ts';
import { machineOf } from '../server-literals.ts';

const quick = taking('127.0.0.1', times(7, 1));
const slow = taking('127.0.0.1', times(7, 800));

const check = (machine: Partial<Machine>, row: AddressVisits = quick, waits?: ServerWaits) =>
  noisyMachine.check(
    { machine: machineOf(machine), addresses: loopback([row]), ...(waits === undefined ? {} : { waits }) },
    at(),
  );

test.each([
  ['whyslow waited for 50 ms of a second', { queuedMs: 50 }, quick, 'note'],
  ['whyslow waited for less than a twentieth', { queuedMs: 49 }, quick, 'pass'],
  ['whyslow waited for less than 20 ms', { queuedMs: 19, elapsedMs: 100 }, quick, 'pass'],
  ['the kernel does not count it', { queuedMs: null }, quick, 'pass'],
  ['a slow server beside busy programs has other findings', { queuedMs: 400 }, slow, 'note'],
  ['the host took a tenth of the cores, and the answers are quick', { stolenMs: 200 }, quick, 'note'],
  ['the host took almost half of the cores, and the answers are slow', { stolenMs: 999 }, slow, 'note'],
  ['the host took half of the cores, and the answers are slow', { stolenMs: 1_000 }, slow, 'fail'],
  ['the host took less', { stolenMs: 199 }, slow, 'pass'],
] as const)('%s', (_what, machine, row, outcome) => expect(check(machine, row).outcome).toBe(outcome));

test('the note says how long, and who used the cores', () => {
  const opinion = check({
    queuedMs: 300,
    loadAverage: 4.2,
    pressureMs: 900,
    others: [{ program: 'tsc', pid: 77, cores: 1.4 }],
  });
  expect(opinion.summary).toBe(
    'whyslow itself waited 300 ms of 1.00 s for a core while it visited the addresses: its times include a part of that.',
  );
  expect(opinion).toMatchObject({
    facts: [
      { text: 'Meanwhile: load 4.2 on 2 cores; in 90 % of the time some thread waited for a core.' },
      { text: 'Used by: tsc (pid 77) 1.4 cores.' },
    ],
  });
});

test('a server that waits for a core has its own finding', () => {
  const waits = watched([800], [{ kind: 'core', ms: 700, peer: null }]);
  expect(check({ queuedMs: 400 }, slow, waits).outcome).toBe('not-applicable');
});

test('the failure says the share of the host and the time of the answers', () =>
  expect(check({ stolenMs: 1_200 }, slow).summary).toBe(
    'The host of this virtual machine took 60 % of its cores while the addresses were visited. ' +
      'The answers of 127.0.0.1 take 800 ms.',
  ));
