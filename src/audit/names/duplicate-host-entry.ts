import { median } from '../../stats/quantile.ts';
import { audit, notApplicable, pass } from '../contract.ts';
import { accepts, connectMs, nameToJudge, rowsFor } from '../network/address-facts.ts';

export const duplicateHostEntry = audit({
  id: 'duplicate-host-entry',
  title: 'the name resolves to one address twice',
  holds: 'the name resolves to each address once',
  needs: ['addresses'],
  uses: ['name-service'],
  check({ addresses, 'name-service': names }, { target }) {
    const name = nameToJudge(target);
    const rows = rowsFor(addresses, name);
    const twice = rows.find((row, index) => rows.findIndex(({ address }) => address === row.address) < index);
    if (rows.length === 0) return notApplicable(`${name} does not resolve`);
    if (twice === undefined) return pass(`each address of ${name} is listed once`);
    const lines = (names?.hosts ?? []).filter((line) => line.address === twice.address && line.names.includes(name));
    const costMs = accepts(twice) ? null : median(twice.cold.map(() => connectMs(twice)));
    return {
      outcome: 'fail',
      severity: 'low',
      costMs,
      summary:
        `${name} resolves to ${twice.address} more than once. Clients that try addresses in turn (Python, .NET, wget) try ` +
        `it as often, and wait for its refusal or timeout each time.`,
      facts: lines.map((line) => ({ kind: 'text', text: `hosts: ${line.address} ${line.names.join(' ')}` })),
      advice: [
        {
          do: `keep only one line of the hosts file that maps ${name} to ${twice.address}`,
          command: `grep -n '${name}' /etc/hosts`,
          where: 'machine',
          savesMs: costMs,
        },
      ],
    };
  },
});
