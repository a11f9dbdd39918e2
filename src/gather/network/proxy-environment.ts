import type { ProxyEnvironment } from '../../model/evidence.ts';
import type { Target } from '../../model/target.ts';
import { env } from 'node:process';
import { got } from '../../model/outcome.ts';
import { gatherer } from '../contract.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** The proxy that the environment names for this scheme. curl reads `http_proxy` in lower case only; most read both. */
export function readProxyEnvironment({ scheme }: Pick<Target, 'scheme'>, environment: Environment): ProxyEnvironment {
  const names = [`${scheme}_proxy`, `${scheme.toUpperCase()}_PROXY`, 'all_proxy', 'ALL_PROXY'];
  const variable = names.find((name) => (environment[name] ?? '') !== '') ?? null;
  const noProxy = environment['no_proxy'] ?? environment['NO_PROXY'] ?? '';
  return {
    variable,
    proxyHost: variable === null ? null : hostOf(environment[variable] ?? ''),
    noProxy: noProxy.split(/[\s,]+/).filter((entry) => entry !== ''),
  };
}

/** Only host and port, since the part before the @ may be a password. */
function hostOf(proxy: string): string {
  const url = /^[a-z][a-z0-9+.-]*:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
  return URL.canParse(url) ? new URL(url).host : 'a value that is not a URL';
}

export const proxyEnvironment = gatherer({
  kind: 'proxy-environment',
  title: 'reading the proxy variables',
  when: 'before',
  harm: 'none',
  depth: 'quick',
  budgetMs: 5_000,
  sends: [],
  needs: [],
  gather: async (_have, { target }) => got(readProxyEnvironment(target, env)),
});
