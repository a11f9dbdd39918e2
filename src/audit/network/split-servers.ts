import type { Addresses, AddressVisits, Listener } from '../../model/evidence.ts';
import type { Opinion } from '../../model/finding.ts';
import { recogniseServer } from '../../stacks/servers/index.ts';
import { audit, cannotOccur, notApplicable, pass } from '../contract.ts';
import { always, answers, rowsFor, useAddress } from './address-facts.ts';

export const splitServers = audit({
  id: 'split-servers',
  title: 'two servers share the port',
  holds: 'one server has the port',
  needs: ['addresses'],
  uses: ['listeners'],
  check({ addresses, listeners }, { target }) {
    const [first, second] = ['127.0.0.1', '::1'].flatMap((address) => rowsFor(addresses, address)).filter(answers);
    if (first === undefined || second === undefined) return oneAnswers(addresses);
    const processes = separateProcesses(listeners?.listeners ?? []);
    const seen = difference(first, second);
    if (processes.size === 0 && seen === null) return pass('one server answers on both loopback addresses');
    return {
      outcome: 'fail',
      // Two processes with the same answer may be intended. Two different answers are not.
      severity: seen === null ? 'low' : 'high',
      costMs: null,
      summary: `Two servers share port ${target.port}: 127.0.0.1 and ::1 reach different programs, and localhost may reach either.`,
      facts: [
        ...[...processes.values()].map((each) => ({ kind: 'text', text: listenerText(each) }) as const),
        ...(seen === null ? [] : [{ kind: 'text', text: seen } as const]),
      ],
      advice: [
        ...[...processes.keys()].map(
          (pid) =>
            ({ do: 'end the one you do not want', command: `kill ${pid}`, where: 'machine', savesMs: null }) as const,
        ),
        useAddress(target, '127.0.0.1', null),
      ],
    };
  },
});

/** A refusing address has no second server. One that accepts without an answer, or was not tried, may have one. */
function oneAnswers(addresses: Addresses): Opinion {
  const summary = 'only one loopback address answers';
  const literals = ['127.0.0.1', '::1'].map((address) => rowsFor(addresses, address));
  const decided = literals.every((rows) => rows.some((row) => answers(row) || always(row, 'refused')));
  return decided ? cannotOccur(summary) : notApplicable(summary);
}

/**
 * The owners of the port by pid, where no process serves both families. Empty where one does, such as workers that share
 * their sockets, and where a forwarder has one process for each family.
 */
function separateProcesses(listeners: readonly Listener[]): ReadonlyMap<number, Listener> {
  const known = listeners.flatMap((each) => (each.pid === null ? [] : [[each.pid, each] as const]));
  const [four, six] = [4, 6].map(
    (family) => new Set(known.filter(([, each]) => each.family === family).map(([pid]) => pid)),
  );
  const apart =
    four !== undefined && six !== undefined && four.size > 0 && six.size > 0 && [...four].every((pid) => !six.has(pid));
  const forwarders = known.every(([, { command }]) => recogniseServer(command, null)?.processPerFamily === true);
  return new Map(apart && !forwarders ? known : []);
}

const listenerText = ({ address, command, pid }: Listener): string =>
  `${address}: ${command ?? 'unknown command'} (pid ${pid})`;

/** The difference of the two answers, or null. */
function difference(first: AddressVisits, second: AddressVisits): string | null {
  const [a, b] = [first, second].map(answerText);
  return a === b ? null : `answers: ${a} on ${first.address}, ${b} on ${second.address}`;
}

const answerText = ({ answer }: AddressVisits): string =>
  answer === null ? 'none' : `status ${answer.status}, Server ${answer.server ?? 'unnamed'}`;
