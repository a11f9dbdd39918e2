import { relative } from 'node:path';
import { wordsOf } from '../../gather/server/listeners/command-line.ts';
import { allListeners, programIn } from '../../gather/server/listeners/index.ts';
import { workingFolder } from '../../gather/server/listeners/processes.ts';
import type { Listener } from '../../model/evidence.ts';
import { sanitizedText } from '../../render/sanitize.ts';
import type { Choice } from './questions.ts';

/** One port that a development server may listen on. */
export interface DevServer {
  readonly port: number;
  /** The masked command line; null where the process belongs to another user. */
  readonly command: string | null;
  readonly folder: string | null;
}

/** The ports of localhost with a listener that may speak HTTP; those of this folder first. */
export async function devServers(folder: string): Promise<readonly DevServer[]> {
  const outcome = await allListeners();
  if (!outcome.ok) return [];
  const candidates = candidatesIn(outcome.value);
  const found = await Promise.all(
    candidates.map(async ({ port, pid, command }) => ({
      port,
      command,
      folder: pid === null ? null : await workingFolder(pid),
    })),
  );
  const isHere = (server: DevServer): boolean => server.folder !== null && isWithin(server.folder, folder);
  return [...found.filter(isHere), ...found.filter((server) => !isHere(server))];
}

const isWithin = (inner: string, outer: string): boolean => !relative(outer, inner).startsWith('..');

/** Servers of a machine that speak other protocols than HTTP. */
const OTHER_PROTOCOLS =
  /^(?:sshd|redis-server|valkey-server|postgres|postmaster|mysqld|mariadbd|mongod|memcached|named|dnsmasq|systemd-resolve|rpcbind|master|exim4|chronyd|ntpd|smbd)(?:$|:)/;

/** What `localhost` reaches: loopback addresses and the wildcards. */
const LOCAL = /^(?:127\.|0\.0\.0\.0$|::1?$)/;

/** One listener for each port, in ascending order; that with a known program where there are several. */
export function candidatesIn(listeners: readonly Listener[]): readonly Listener[] {
  const local = listeners.filter(
    ({ address, command }) => LOCAL.test(address) && !OTHER_PROTOCOLS.test(programIn(command) ?? ''),
  );
  const known = [...local.filter(({ pid }) => pid === null), ...local.filter(({ pid }) => pid !== null)];
  return [...new Map(known.map((listener) => [listener.port, listener])).values()].toSorted((a, b) => a.port - b.port);
}

/** Longer command lines would wrap in a list. */
const LONGEST_COMMAND = 48;

export const choiceOf = ({ port, command, folder }: DevServer): Choice<number> => ({
  value: port,
  label: `${String(port).padEnd(5)}  ${sanitizedText(shortCommand(command))}`,
  ...(folder === null ? {} : { hint: sanitizedText(folder) }),
});

/** The program without its folder, as a developer typed it. */
function shortCommand(command: string | null): string {
  if (command === null) return 'a program of another user';
  const [, ...rest] = wordsOf(command);
  const short = [programIn(command) ?? '', ...rest].join(' ');
  return short.length > LONGEST_COMMAND ? `${short.slice(0, LONGEST_COMMAND - 1)}…` : short;
}
