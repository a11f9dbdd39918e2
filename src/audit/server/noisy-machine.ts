import type { Fact } from '../../model/finding.ts';
import { isDisturbed, isStolen, type Machine, stolenShare } from '../../model/machine.ts';
import { audit, note, notApplicable, pass } from '../contract.ts';
import { ms } from '../duration.ts';
import { isSlow, waitsOf } from '../http/application-share.ts';
import { answers } from '../network/address-facts.ts';
import { insideCause } from './inside-cause.ts';
import { ownRows } from './own-process.ts';

/** Where the host takes half of the cores, it may be the whole cause of slow answers. Less is company of another cause. */
const LARGE_STEAL = 0.5;

export const noisyMachine = audit({
  id: 'noisy-machine',
  title: 'the machine was too busy to measure well',
  holds: 'the machine was quiet enough to measure',
  needs: ['machine', 'addresses'],
  uses: ['waits', 'loopback-baseline'],
  explains: ['slow-application', 'cpu-bound-request'],
  check({ machine, addresses, waits, 'loopback-baseline': baseline }, { target }) {
    if (!isDisturbed(machine)) return pass(`whyslow had a core whenever it needed one; ${loadText(machine)}`);
    if (waits !== undefined && insideCause(waits)?.id === 'waits-for-core') {
      return notApplicable('the server waits for a core too; see waits-for-core');
    }
    const rows = ownRows(addresses, target).filter(answers);
    const slow = rows.flatMap((row) => waitsOf(row, baseline)).filter(isSlow);
    const [slowest] = slow.toSorted((a, b) => b.applicationMs - a.applicationMs);
    const summary = summaryOf(machine);
    const facts = factsOn(machine);
    if (slowest === undefined || stolenShare(machine) < LARGE_STEAL) return note(summary, { facts });
    return {
      outcome: 'fail',
      severity: 'medium',
      // What the host took of the cores is known, and not what it took of each answer.
      costMs: null,
      summary: `${summary} The answers of ${slowest.row.address} take ${ms(slowest.typicalMs)}.`,
      facts,
      advice: [
        {
          do: 'give the virtual machine more or less shared cores, end the others on its host, or measure where no other machine runs',
          command: null,
          where: 'machine',
          savesMs: null,
        },
        { do: 'measure again when the machine is idle', command: null, where: 'machine', savesMs: null },
      ],
    };
  },
});

const percent = (part: number): string => `${Math.round(part * 100)} %`;

const loadText = ({ loadAverage, cores }: Machine): string =>
  `load ${loadAverage.toFixed(1)} on ${cores === 1 ? '1 core' : `${cores} cores`}`;

function summaryOf(machine: Machine): string {
  const { queuedMs, elapsedMs } = machine;
  if (isStolen(machine)) {
    return `The host of this virtual machine took ${percent(stolenShare(machine))} of its cores while the addresses were visited.`;
  }
  return (
    `whyslow itself waited ${ms(queuedMs ?? 0)} of ${ms(elapsedMs)} for a core while it visited the addresses: ` +
    'its times include a part of that.'
  );
}

function factsOn(machine: Machine): readonly Fact[] {
  const { others, pressureMs, elapsedMs } = machine;
  const takers = others.map(({ program, pid, cores }) => `${program} (pid ${pid}) ${cores.toFixed(1)} cores`);
  const waiting =
    pressureMs === null
      ? ''
      : `; in ${percent(Math.min(1, pressureMs / elapsedMs))} of the time some thread waited for a core`;
  return [
    { kind: 'text', text: `Meanwhile: ${loadText(machine)}${waiting}.` },
    ...(takers.length === 0 ? [] : [{ kind: 'text', text: `Used by: ${takers.join(', ')}.` } as const]),
  ];
}
