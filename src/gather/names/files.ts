import type { HostsLine } from '../../model/evidence.ts';

/** Pure parsers of the resolver's files. Comments and empty lines are dropped, as the resolver does. */
const linesOf = (text: string, comment: RegExp): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.replace(comment, '').trim())
    .filter((line) => line !== '');

/** hosts(5), same format on Windows: an address, then its names. */
export const parseHosts = (text: string): readonly HostsLine[] =>
  linesOf(text, /#.*/).map((line) => {
    const [address = '', ...names] = line.split(/\s+/);
    return { address, names };
  });

/** resolv.conf(5): the last `search` line wins; `domain` is its older form. */
export function parseResolvConf(text: string): {
  readonly search: readonly string[];
  readonly nameservers: readonly string[];
} {
  const lines = linesOf(text, /[#;].*/).map((line) => line.split(/\s+/));
  const searches = lines.filter(([keyword]) => keyword === 'search' || keyword === 'domain');
  return {
    search: searches.at(-1)?.slice(1) ?? [],
    nameservers: lines.flatMap(([keyword, address]) =>
      keyword === 'nameserver' && address !== undefined ? [address] : [],
    ),
  };
}

/** gai.conf(5): only these keywords change the order of addresses. */
export const parseGaiConf = (text: string): readonly string[] =>
  linesOf(text, /#.*/).filter((line) => /^(precedence|label|scopev4)\s/.test(line));

/** nsswitch.conf(5): the sources of host names, in order. */
export const parseNsswitch = (text: string): string | null =>
  linesOf(text, /#.*/)
    .find((line) => line.startsWith('hosts:'))
    ?.slice('hosts:'.length)
    .trim() ?? null;
