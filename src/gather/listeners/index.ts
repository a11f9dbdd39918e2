import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Listener, Listeners } from '../../model/evidence.ts';
import { got, gotNothing, type Outcome } from '../../model/outcome.ts';
import { redacted, wordsOf } from './command-line.ts';
import { parseLsof } from './lsof.ts';
import { parseNetstat, parseProcessJson } from './netstat.ts';
import { parseProcNetTcp } from './proc-net-tcp.ts';
import { ownersOf } from './processes.ts';

const run = promisify(execFile);
/** These tools answer in a tenth of a second; PowerShell needs one to start. */
const TOOL_TIMEOUT_MS = 5_000;

/** Who listens on the port, on which addresses: from /proc on Linux, lsof on macOS, netstat on Windows. */
export async function gatherListeners(port: number): Promise<Outcome<Listeners>> {
  const read = readers[process.platform];
  if (read === undefined) return gotNothing('no-reader', `the listening sockets cannot be read on ${process.platform}`);
  try {
    return got({ listeners: (await read(port)).filter((listener) => listener.port === port) });
  } catch (error) {
    return gotNothing(
      'unreadable',
      `the listening sockets could not be read (${error instanceof Error ? error.message : 'unknown'})`,
    );
  }
}

const readers: Readonly<Partial<Record<string, (port: number) => Promise<readonly Listener[]>>>> = {
  linux: readProc,
  darwin: readLsof,
  win32: readNetstat,
};

async function readProc(port: number): Promise<readonly Listener[]> {
  // A kernel without IPv6 has no tcp6.
  const tables = [await readFile('/proc/net/tcp', 'utf8'), await readFile('/proc/net/tcp6', 'utf8').catch(() => '')];
  const sockets = tables.flatMap(parseProcNetTcp).filter((socket) => socket.port === port);
  const owners = await ownersOf(new Set(sockets.map(({ inode }) => inode)));
  return sockets.map(({ inode, ...socket }) => {
    const owner = owners.get(inode);
    return { ...socket, pid: owner?.pid ?? null, command: owner === undefined ? null : redacted(owner.words, port) };
  });
}

async function readLsof(port: number): Promise<readonly Listener[]> {
  // lsof ends with 1 when it found nothing, which is an answer too.
  const found = await tool('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpctn']).catch(() => '');
  const listeners = parseLsof(found);
  return Promise.all(listeners.map(async (listener) => ({ ...listener, command: await commandByPs(listener) })));
}

async function commandByPs({ pid, command, port }: Listener): Promise<string | null> {
  const line = await tool('ps', ['-o', 'command=', '-p', String(pid)]).catch(() => '');
  const known = line.trim() === '' ? command : line;
  return known === null ? null : redacted(wordsOf(known), port);
}

async function readNetstat(port: number): Promise<readonly Listener[]> {
  const tables = await Promise.all(['TCP', 'TCPv6'].map((protocol) => tool('netstat', ['-ano', '-p', protocol])));
  const listeners = tables.flatMap(parseNetstat).filter((listener) => listener.port === port);
  if (listeners.length === 0) return [];
  const filter = listeners.map(({ pid }) => `ProcessId=${pid}`).join(' or ');
  const query = `Get-CimInstance Win32_Process -Filter '${filter}' | Select-Object ProcessId,CommandLine | ConvertTo-Json`;
  const commands = parseProcessJson(await tool('powershell', ['-NoProfile', '-Command', query]).catch(() => ''));
  return listeners.map((listener) => ({ ...listener, command: commandOf(commands, listener) }));
}

function commandOf(commands: ReadonlyMap<number, string>, { pid, port }: Listener): string | null {
  const command = pid === null ? undefined : commands.get(pid);
  return command === undefined ? null : redacted(wordsOf(command), port);
}

async function tool(name: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run(name, [...args], { timeout: TOOL_TIMEOUT_MS, windowsHide: true });
  return stdout;
}
