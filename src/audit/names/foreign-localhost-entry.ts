import { isLoopbackAddress, isLoopbackName } from '../../model/target.ts';
import { audit, cannotOccur, pass } from '../contract.ts';
import { ms } from '../words.ts';
import { accepts, connectMs, nameToJudge, rowsFor } from '../network/address-facts.ts';

export const foreignLocalhostEntry = audit({
  id: 'foreign-localhost-entry',
  title: 'localhost leads to an address that is not loopback',
  needs: ['addresses'],
  uses: ['name-service'],
  check({ addresses, 'name-service': names }, { target }) {
    const name = nameToJudge(target);
    if (!isLoopbackName(name)) return cannotOccur(`${name} is no name of loopback`);
    const foreign = rowsFor(addresses, name).filter(({ address }) => !isLoopbackAddress(address));
    const [worst] = foreign;
    if (worst === undefined) return pass(`${name} leads to loopback only`);
    const lines = (names?.hosts ?? []).filter((line) => line.address === worst.address);
    return {
      outcome: 'fail',
      severity: 'high',
      costMs: accepts(worst) ? null : connectMs(worst),
      summary:
        `${name} also leads to ${foreign.map(({ address }) => address).join(', ')}, which is not loopback ` +
        `(${worst.cold.at(-1)?.connect ?? 'not tried'} after ${ms(connectMs(worst))}). Chrome and curl ignore such a line, ` +
        `Python follows it.`,
      facts: lines.map((line) => ({ kind: 'text', text: `hosts: ${line.address} ${line.names.join(' ')}` })),
      advice: [
        {
          do: `remove ${name} from the line of ${worst.address} in the hosts file`,
          command: `grep -n '${worst.address}' /etc/hosts`,
          where: 'machine',
          savesMs: null,
        },
      ],
    };
  },
});
