import { readFile } from 'node:fs/promises';
import type { Listener, Listeners, OtherPort } from '../../../model/evidence.ts';
import { got, gotNothing, type Outcome } from '../../../model/outcome.ts';
import { redacted, wordsOf } from './command-line.ts';
import { parseLsof } from './lsof.ts';
import { parseNetstat, parseProcessJson } from './netstat.ts';
import { parseProcNetTcp } from './proc-net-tcp.ts';
import { ownersOf } from './processes.ts';
import { foundByLsof, outputOf, runTool } from './tools.ts';
import { gatherer } from '../../contract.ts';

/** The processes that listen on the port, and where: from /proc on Linux, lsof on macOS, netstat on Windows. */
export const gatherListeners = (port: number, platform: string = process.platform): Promise<Outcome<Listeners>> =>
  reading(platform, async (read) => {
    const found = await read(port);
    const otherPorts = found.length > 0 ? [] : otherPortsOf(await read(null));
    return { listeners: found, otherPorts };
  });

/** The processes that listen on any port. */
export const allListeners = (platform: string = process.platform): Promise<Outcome<readonly Listener[]>> =>
  reading(platform, (read) => read(null));

async function reading<T>(platform: string, use: (read: Read) => Promise<T>): Promise<Outcome<T>> {
  const read = readers[platform];
  if (read === undefined) return gotNothing('no-reader', `the listening sockets cannot be read on ${platform}`);
  try {
    return got(await use(read));
  } catch (error) {
    return gotNothing(
      'unreadable',
      `the listening sockets could not be read (${error instanceof Error ? error.message : 'unknown'})`,
    );
  }
}

/** Reads the listeners of one port; with null, of all. */
type Read = (port: number | null) => Promise<readonly Listener[]>;

const readers: Readonly<Partial<Record<string, Read>>> = {
  linux: readProc,
  darwin: readLsof,
  win32: readNetstat,
};

const isWanted = (listener: { readonly port: number }, port: number | null): boolean =>
  port === null || listener.port === port;

const otherPortsOf = (all: readonly Listener[]): readonly OtherPort[] =>
  [...new Map(all.map(({ port, command }) => [port, { port, program: programIn(command) }])).values()].toSorted(
    (a, b) => a.port - b.port,
  );

/** The first word of a command line, without its folder. */
export function programIn(command: string | null): string | null {
  const [word = ''] = wordsOf(command ?? '');
  return word === '' ? null : word.replace(/^.*[/\\]/, '');
}

async function readProc(port: number | null): Promise<readonly Listener[]> {
  const tables = [await readFile('/proc/net/tcp', 'utf8'), await readFile('/proc/net/tcp6', 'utf8').catch(orNone)];
  const sockets = tables.flatMap(parseProcNetTcp).filter((socket) => isWanted(socket, port));
  const owners = await ownersOf(new Set(sockets.map(({ inode }) => inode)));
  return sockets.map(({ inode, ...socket }) => {
    const owner = owners.get(inode);
    return {
      ...socket,
      pid: owner?.pid ?? null,
      command: owner === undefined ? null : redacted(owner.words, socket.port),
    };
  });
}

/** A kernel without IPv6 has no tcp6; any other failure means that IPv6 listeners were not read. */
function orNone(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return '';
  throw error;
}

async function readLsof(port: number | null): Promise<readonly Listener[]> {
  const ran = await runTool(
    'lsof',
    ['-wnP', port === null ? '-iTCP' : `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpctn'],
    'darwin',
  );
  const listeners = parseLsof(foundByLsof(ran));
  return Promise.all(listeners.map(async (listener) => ({ ...listener, command: await commandByPs(listener) })));
}

async function commandByPs({ pid, command, port }: Listener): Promise<string | null> {
  const ran = await runTool('ps', ['-o', 'command=', '-p', String(pid)], 'darwin');
  const line = ran.kind === 'ended' ? ran.stdout : '';
  const known = line.trim() === '' ? command : line;
  return known === null ? null : redacted(wordsOf(known), port);
}

async function readNetstat(port: number | null): Promise<readonly Listener[]> {
  const protocols = ['TCP', 'TCPv6'] as const;
  const ran = await Promise.all(protocols.map((protocol) => runTool('netstat', ['-ano', '-p', protocol], 'win32')));
  const listeners = ran
    .flatMap((each) => parseNetstat(outputOf('netstat', each)))
    .filter((each) => isWanted(each, port));
  const pids = new Set(listeners.flatMap(({ pid }) => pid ?? []));
  const commands = pids.size === 0 ? new Map<number, string>() : await commandsByPowerShell(pids);
  return listeners.map((listener) => ({ ...listener, command: commandOf(commands, listener) }));
}

/** If PowerShell fails, the listeners are reported without their command lines. */
async function commandsByPowerShell(pids: ReadonlySet<number>): Promise<ReadonlyMap<number, string>> {
  const filter = [...pids].map((pid) => `ProcessId=${pid}`).join(' or ');
  // Without the encoding it prints in the console's code page, which Node does not read.
  const query =
    '[Console]::OutputEncoding=[Text.Encoding]::UTF8; ' +
    `Get-CimInstance Win32_Process -Filter '${filter}' | Select-Object ProcessId,CommandLine | ConvertTo-Json`;
  const ran = await runTool('powershell', ['-NoProfile', '-NonInteractive', '-Command', query], 'win32');
  return parseProcessJson(ran.kind === 'ended' ? ran.stdout : '');
}

function commandOf(commands: ReadonlyMap<number, string>, { pid, port }: Listener): string | null {
  const command = pid === null ? undefined : commands.get(pid);
  return command === undefined ? null : redacted(wordsOf(command), port);
}

export const listeners = gatherer({
  kind: 'listeners',
  title: 'reading the listening processes',
  when: 'before',
  harm: 'none',
  depth: 'quick',
  budgetMs: 60_000,
  sends: [],
  needs: [],
  gather: (_have, { target }) => gatherListeners(target.port),
});
