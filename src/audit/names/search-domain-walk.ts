import { audit, cannotOccur, pass } from '../contract.ts';
import { ms } from '../duration.ts';
import { lookupMs, SLOW_LOOKUP_MS, walkExplains, walkMs } from './lookup-times.ts';

export const searchDomainWalk = audit({
  id: 'search-domain-walk',
  title: 'the name is tried under every search domain first',
  holds: 'no search domain is tried before the name',
  needs: ['addresses', 'name-service'],
  check({ addresses, 'name-service': names }, { target }) {
    const tookMs = lookupMs(addresses, target.host);
    if (tookMs === null) return cannotOccur('the target is an address, nothing is looked up');
    if (names.search.length === 0) return cannotOccur('there are no search domains');
    if (tookMs < SLOW_LOOKUP_MS || !walkExplains(tookMs, names)) return pass('the search domains cost nothing');
    const costMs = walkMs(tookMs, names) ?? 0;
    return {
      outcome: 'fail',
      severity: costMs >= 1_000 ? 'high' : 'medium',
      costMs,
      summary: `Looking up ${target.host} takes ${ms(tookMs)}, and ${ms(tookMs - costMs)} with a dot at its end: it is tried under ${names.search.join(', ')} first.`,
      facts: [{ kind: 'text', text: `search domains: ${names.search.join(', ')}` }],
      advice: [
        {
          do: 'write the name with a dot at its end',
          command: `${target.scheme}://${target.host}.:${target.port}`,
          where: 'client',
          savesMs: costMs,
        },
        {
          do: 'put the name into the hosts file',
          command: `echo '127.0.0.1 ${target.host}' >> /etc/hosts`,
          where: 'machine',
          savesMs: costMs,
        },
        { do: 'shorten the search list', command: 'cat /etc/resolv.conf', where: 'machine', savesMs: costMs },
      ],
    };
  },
});
