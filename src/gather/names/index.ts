import { ADDRCONFIG, getServers } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { win32 } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Addresses, HostsLine, NameService, ResolvedAddress } from '../../model/evidence.ts';
import { got, gotNothing, type Outcome } from '../../model/outcome.ts';
import { isAddressLiteral, type Target } from '../../model/target.ts';
import { systemRoot } from '../../system/programs.ts';
import { readText } from '../../system/text-file.ts';
import { bounded } from './bounded.ts';
import { parseGaiConf, parseHosts, parseNsswitch, parseResolvConf } from './files.ts';
import { gatherer } from '../contract.ts';

/** Reads the resolver's files and makes the two kinds of lookup that only some clients make. */
export async function gatherNameService(
  { host }: Target,
  addresses: Addresses,
  platform: string = process.platform,
): Promise<NameService> {
  const name = isAddressLiteral(host) ? 'localhost' : host;
  const files = platform === 'win32' ? await readOnWindows(name) : await readFiles(name);
  const slow = isSlow(name, addresses);
  const walks = slow && files.search.length > 0 && !name.endsWith('.');
  return {
    ...files,
    addrconfig: slow ? notAsked(name) : await withAddrconfig(name),
    dottedMs: walks ? await timeOf(`${name}.`) : null,
  };
}

type Files = Omit<NameService, 'addrconfig' | 'dottedMs'>;

/**
 * Windows has only the hosts file. An /etc there belongs to Cygwin or Git, and the Windows resolver does not read it.
 * Node reads the name servers from the registry.
 */
async function readOnWindows(name: string): Promise<Files> {
  const path = win32.join(systemRoot(process.env), 'System32', 'drivers', 'etc', 'hosts');
  const hosts = await readText(path).catch(() => null);
  return {
    hosts: hosts === null ? null : linesAbout(name, parseHosts(hosts)),
    nsswitch: null,
    gaiConf: [],
    search: [],
    nameservers: getServers(),
  };
}

async function readFiles(name: string): Promise<Files> {
  const hosts = await readFile('/etc/hosts', 'utf8').catch(() => null);
  const [nsswitch, gaiConf, resolvConf] = await Promise.all(
    ['/etc/nsswitch.conf', '/etc/gai.conf', '/etc/resolv.conf'].map((path) => readFile(path, 'utf8').catch(() => '')),
  );
  return {
    hosts: hosts === null ? null : linesAbout(name, parseHosts(hosts)),
    nsswitch: parseNsswitch(nsswitch ?? ''),
    gaiConf: parseGaiConf(gaiConf ?? ''),
    ...parseResolvConf(resolvConf ?? ''),
  };
}

/** A slower lookup is not repeated, because the additional lookups matter only on loopback. */
const SLOW_MS = 100;

const isSlow = (name: string, { resolutions }: Addresses): boolean =>
  resolutions.some((resolution) => resolution.name === name && resolution.lookupsMs.some((tookMs) => tookMs > SLOW_MS));

const notAsked = (name: string): Outcome<never> => gotNothing('not-asked', `${name} takes too long to look up again`);

const linesAbout = (name: string, lines: readonly HostsLine[]): readonly HostsLine[] =>
  lines.filter(({ names }) => names.includes(name) || names.includes('localhost'));

async function withAddrconfig(name: string): Promise<Outcome<readonly ResolvedAddress[]>> {
  try {
    const found = await bounded(lookup(name, { all: true, order: 'verbatim', hints: ADDRCONFIG }));
    return got(found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 })));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return gotNothing(code, `${name} does not resolve with AI_ADDRCONFIG (${code})`);
  }
}

async function timeOf(name: string): Promise<number> {
  const start = performance.now();
  await bounded(lookup(name, { all: true })).catch(() => null);
  return performance.now() - start;
}

export const nameService = gatherer({
  kind: 'name-service',
  title: 'reading how names are resolved',
  when: 'before',
  harm: 'none',
  depth: 'quick',
  budgetMs: 30_000,
  sends: ['up to two more name lookups, to the resolver'],
  needs: ['addresses'],
  gather: async ({ addresses }, { target }) => got(await gatherNameService(target, addresses)),
});
