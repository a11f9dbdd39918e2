import { isLoopbackAddress, isLoopbackName, type Target } from '../../model/target.ts';
import { audit, cannotOccur, pass } from '../contract.ts';

export const proxiedLocalhost = audit({
  id: 'proxied-localhost',
  title: 'a proxy variable applies to requests to this machine',
  holds: 'no proxy applies to requests to this machine',
  needs: ['proxy-environment'],
  check({ 'proxy-environment': { variable, proxyHost, noProxy } }, { target }) {
    if (!isLoopbackName(target.host) && !isLoopbackAddress(target.host))
      return cannotOccur('the target is not on loopback');
    if (variable === null) return pass('no proxy is set in this environment');
    if (noProxy.some((entry) => exempts(entry, target)))
      return pass(`${variable} is set, and NO_PROXY exempts ${target.host}`);
    const all = [...new Set([...noProxy, 'localhost', '127.0.0.1', '::1', '.localhost'])].join(',');
    return {
      outcome: 'fail',
      severity: 'high',
      costMs: null,
      summary:
        `${variable} sends requests to ${proxyHost}, and NO_PROXY does not exempt ${target.host}: Python, axios and others ` +
        `send requests for this machine to the proxy. (whyslow itself connected directly.)`,
      facts: [{ kind: 'text', text: `NO_PROXY: ${noProxy.join(', ') || 'not set'}` }],
      advice: [
        {
          do: 'exempt every name of this machine',
          command: `export NO_PROXY=${all}`,
          where: 'client',
          savesMs: null,
        },
      ],
    };
  },
});

/** Clients compare names, not machines: an entry is a suffix of the name, with or without a leading dot, or `*`. A port may follow. */
function exempts(entry: string, { host, port }: Target): boolean {
  const [, name = '', only] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
  if (entry === '*' || entry === host) return true;
  if (only !== undefined && Number(only) !== port) return false;
  const suffix = name.replace(/^\*?\./, '');
  return suffix !== '' && (host === suffix || host.endsWith(`.${suffix}`));
}
