import { isLoopbackAddress, isLoopbackName, type Target } from '../../model/target.ts';
import { audit, cannotOccur, inconclusive, pass } from '../contract.ts';

export const missingLocalhostEntry = audit({
  id: 'missing-localhost-entry',
  title: 'the hosts file has no line for localhost',
  holds: 'the hosts file has a line for localhost',
  needs: ['name-service'],
  check({ 'name-service': { hosts } }, { target, platform }) {
    if (!isHere(target)) return cannotOccur('the target is not on loopback');
    // Windows ships a hosts file with both lines commented out, and its resolver answers for localhost.
    if (platform === 'win32') return cannotOccur('Windows needs no hosts line for localhost');
    if (hosts === null) return inconclusive('the hosts file could not be read');
    if (hosts.some(({ names }) => names.includes('localhost'))) return pass('the hosts file names localhost');
    return {
      outcome: 'fail',
      severity: 'medium',
      costMs: null,
      summary:
        'The hosts file has no line for localhost. Resolvers that read only hosts and DNS (musl, c-ares, some JVMs) ask ' +
        'a name server for it: a round trip at best, seconds or a failure at worst.',
      facts: [],
      advice: [
        {
          do: 'add both lines',
          command: "printf '127.0.0.1 localhost\\n::1 localhost\\n' >> /etc/hosts",
          where: 'machine',
          savesMs: null,
        },
      ],
    };
  },
});

const isHere = ({ host }: Target): boolean => isLoopbackName(host) || isLoopbackAddress(host);
