import { isLoopbackName } from '../../model/target.ts';
import { audit, cannotOccur, pass } from '../contract.ts';
import { accepts, nameToJudge, rowsFor } from '../network/address-facts.ts';

export const reorderedFamilies = audit({
  id: 'reordered-families',
  title: 'this machine puts IPv4 first',
  holds: 'this machine keeps the usual order of addresses',
  needs: ['addresses', 'name-service', 'loopback-baseline'],
  check({ addresses, 'name-service': { gaiConf }, 'loopback-baseline': { families } }, { target }) {
    const name = nameToJudge(target);
    const rows = rowsFor(addresses, name);
    const ipv6 = rows.find(({ family }) => family === 6);
    if (!isLoopbackName(name)) return cannotOccur(`${name} is not a loopback name`);
    if (ipv6 === undefined) return pass(`${name} has no IPv6 address here`);
    if (families.some(({ family, openMs }) => family === 6 && openMs.length === 0))
      return pass('IPv6 is off, so IPv4 comes first');
    if (rows[0]?.family === 6) return pass('::1 comes first, as RFC 6724 requires');
    if (rows.every(accepts)) return pass('IPv4 comes first here, and every address accepts: no client waits');
    return {
      outcome: 'fail',
      severity: 'low',
      costMs: null,
      summary:
        `${name} resolves to 127.0.0.1 before ::1 here, against RFC 6724. Measurements on this machine differ from others: a ` +
        `late or refused ::1 costs nothing here, and clients of a server on ::1 only try 127.0.0.1 first.`,
      facts: gaiConf.map((line) => ({ kind: 'text', text: `gai.conf: ${line}` })),
      advice: [
        gaiConf.length > 0
          ? {
              do: 'remove the line from /etc/gai.conf',
              command: "grep -n '^[^#]' /etc/gai.conf",
              where: 'machine',
              savesMs: null,
            }
          : {
              do: 'look at the prefix policy (Windows)',
              command: 'netsh interface ipv6 show prefixpolicies',
              where: 'machine',
              savesMs: null,
            },
      ],
    };
  },
});
