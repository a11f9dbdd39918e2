import type { NameService } from '../../model/evidence.ts';
import type { Fact } from '../../model/finding.ts';
import { audit, cannotOccur, notApplicable, pass } from '../contract.ts';
import { ms } from '../duration.ts';
import { rowsFor, useAddress } from '../network/address-facts.ts';
import { lookupCause } from './hosts-order.ts';
import { lookupMs, SLOW_LOOKUP_MS, walkExplains } from './lookup-times.ts';

export const slowNameLookup = audit({
  id: 'slow-name-lookup',
  title: 'looking the name up is slow',
  holds: 'looking the name up is quick',
  needs: ['addresses', 'name-service'],
  check({ addresses, 'name-service': names }, { target, platform }) {
    const costMs = lookupMs(addresses, target.host);
    if (costMs === null) return cannotOccur('the target is an address, nothing is looked up');
    if (costMs < SLOW_LOOKUP_MS) return pass(`${target.host} resolves in ${ms(costMs)}`);
    if (walkExplains(costMs, names)) return notApplicable('the search domains cost the time; see search-domain-walk');
    const [first] = rowsFor(addresses, target.host);
    const lookup = { host: target.host, platform, address: first?.address ?? null, costMs };
    const { because, advice } = lookupCause(names, lookup);
    return {
      outcome: 'fail',
      severity: costMs >= 1_000 ? 'high' : 'medium',
      costMs,
      summary: `Looking up ${target.host} takes ${ms(costMs)} each time, before any connect: ${because}.`,
      facts: factsOf(names, platform),
      advice: [
        ...advice,
        ...(first === undefined ? [] : [useAddress(target, first.address, costMs)]),
        {
          do: 'use a name below .localhost, which most resolvers answer themselves',
          command: null,
          where: 'client',
          savesMs: costMs,
        },
        {
          do: 'remove the name server that does not answer',
          command: 'cat /etc/resolv.conf',
          where: 'machine',
          savesMs: costMs,
        },
      ],
    };
  },
});

const factsOf = ({ nameservers, nsswitch }: NameService, platform: string): readonly Fact[] => [
  { kind: 'text', text: `name servers: ${nameservers.join(', ') || 'none'}` },
  ...(platform === 'win32' ? [] : [{ kind: 'text', text: `nsswitch hosts: ${nsswitch ?? 'not there'}` } as const]),
];
