import type { Addresses, AddressVisits } from '../../model/evidence.ts';
import { isLoopbackAddress, isLoopbackName } from '../../model/target.ts';
import { audit, cannotOccur, pass } from '../contract.ts';
import { ms } from '../duration.ts';
import { accepts, connectMs, nameToJudge } from '../network/address-facts.ts';

export const foreignLocalhostEntry = audit({
  id: 'foreign-localhost-entry',
  title: 'localhost resolves to an address that is not loopback',
  holds: 'localhost resolves to loopback only',
  needs: ['addresses'],
  uses: ['name-service'],
  check({ addresses, 'name-service': names }, { target }) {
    const name = nameToJudge(target);
    if (!isLoopbackName(name)) return cannotOccur(`${name} is not a loopback name`);
    const foreign = foreignOf(addresses, name);
    const [first] = foreign;
    if (first === undefined) return pass(`${name} resolves to loopback only`);
    const lines = (names?.hosts ?? []).filter((line) => line.address === first.address);
    return {
      outcome: 'fail',
      severity: 'high',
      costMs: first.cold.length === 0 || accepts(first) ? null : connectMs(first),
      summary:
        `${name} also resolves to ${foreign.map(({ address }) => address).join(', ')}, which is not loopback ` +
        `(${connectText(first)}). Chrome and curl ignore such a line, Python follows it.`,
      facts: lines.map((line) => ({ kind: 'text', text: `hosts: ${line.address} ${line.names.join(' ')}` })),
      advice: [
        {
          do: `remove ${name} from the line of ${first.address} in the hosts file`,
          command: `grep -n '${first.address}' /etc/hosts`,
          where: 'machine',
          savesMs: null,
        },
      ],
    };
  },
});

/** In the resolver's order, including addresses of other machines, which were not contacted. */
const foreignOf = ({ visits }: Addresses, name: string): readonly AddressVisits[] =>
  visits
    .filter((visit) => visit.name === name && !isLoopbackAddress(visit.address))
    .toSorted((a, b) => a.order - b.order);

function connectText(row: AddressVisits): string {
  const last = row.cold.at(-1);
  return last === undefined ? 'not contacted' : `${last.connect} after ${ms(connectMs(row))}`;
}
