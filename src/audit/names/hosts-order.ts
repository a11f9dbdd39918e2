import type { NameService } from '../../model/evidence.ts';
import type { Advice } from '../../model/finding.ts';

/** Why a slow lookup is slow, as far as the hosts file and nsswitch.conf tell, and what helps. */
export interface LookupCause {
  /** Follows a colon. */
  readonly because: string;
  readonly advice: readonly Advice[];
}

/** The lookup of one name: its address, and the time that a quick lookup would save. */
interface Lookup {
  readonly host: string;
  readonly platform: string;
  /** The first address that it resolves to; null for none. */
  readonly address: string | null;
  readonly costMs: number;
}

export function lookupCause({ hosts, nsswitch }: NameService, lookup: Lookup): LookupCause {
  const { host, platform } = lookup;
  if (hosts === null) return { because: 'whether the hosts file has the name could not be read', advice: [] };
  if (!hosts.some(({ names }) => names.includes(host))) {
    return {
      because: 'the name is not in the hosts file, and a name server is slow or does not answer',
      advice: intoHosts(lookup),
    };
  }
  const earlier = nsswitch === null ? [] : sourcesBeforeFiles(nsswitch);
  if (earlier.length > 0) return askedEarlier(nsswitch ?? '', earlier, lookup);
  if (platform === 'darwin' && host.endsWith('.local')) {
    return {
      because: 'the name is in the hosts file, and macOS asks mDNS for each name that ends with .local all the same',
      advice: [{ do: 'use a name that does not end with .local', command: null, where: 'client', savesMs: null }],
    };
  }
  return {
    because: 'the name is in the hosts file, and something is asked all the same; the time of each source would decide',
    advice: [
      {
        do: 'time the hosts file alone',
        command: `time getent -s files hosts ${host}`,
        where: 'machine',
        savesMs: null,
      },
    ],
  };
}

const FILES = 'files';

/** The sources of the `hosts:` line that are asked before the hosts file. Without `files`, all of them. */
function sourcesBeforeFiles(nsswitch: string): readonly string[] {
  const sources = nsswitch
    .replaceAll(/\[[^\]]*\]/g, ' ')
    .split(/\s+/)
    .filter((source) => source !== '');
  const at = sources.indexOf(FILES);
  return at === -1 ? sources : sources.slice(0, at);
}

/** The actions in brackets belong to the source before them, and stay with it. */
function filesFirst(nsswitch: string): string {
  const words = nsswitch.match(/\[[^\]]*\]|\S+/g) ?? [];
  return [FILES, ...words.filter((word) => word !== FILES)].join(' ');
}

function askedEarlier(nsswitch: string, earlier: readonly string[], { costMs }: Lookup): LookupCause {
  const asked = earlier.join(' and ');
  return {
    because: `the name is in the hosts file, but nsswitch.conf has ${asked} asked before the hosts file`,
    advice: [
      {
        do: 'ask the hosts file first: this line in /etc/nsswitch.conf',
        command: `hosts: ${filesFirst(nsswitch)}`,
        where: 'machine',
        savesMs: costMs,
      },
    ],
  };
}

const intoHosts = ({ address, host, costMs }: Lookup): readonly Advice[] =>
  address === null
    ? []
    : [
        {
          do: 'put the name into the hosts file',
          command: `echo '${address} ${host}' >> /etc/hosts`,
          where: 'machine',
          savesMs: costMs,
        },
      ];
