import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { parseProcNetTcp } from '../listeners/proc-net-tcp.ts';

const NUMBER = /^\d+$/;

const entriesOf = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};

export const textOf = (path: string): string | null => {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return null;
  }
};

/** The sockets of a process by inode. Empty where its descriptors may not be read. */
export function socketsOf(pid: number): ReadonlySet<string> {
  const folder = `/proc/${pid}/fd`;
  return new Set(entriesOf(folder).flatMap((name) => socketAt(`${folder}/${name}`) ?? []));
}

/** The number of open descriptors; null where they may not be read. */
export function openFilesOf(pid: number): number | null {
  const { length } = entriesOf(`/proc/${pid}/fd`);
  return length === 0 ? null : length;
}

/** The inode of a descriptor that is a socket. */
export function socketAt(path: string): string | null {
  try {
    return /^socket:\[(\d+)\]$/.exec(readlinkSync(path))?.[1] ?? null;
  } catch {
    return null;
  }
}

/** The processes that hold a listening socket of the port, and their descendants. */
export function serversOf(port: number, except: ReadonlySet<number>): ReadonlySet<number> {
  const inodes = listeningOn(port);
  const found = new Set<number>();
  for (const name of entriesOf('/proc').filter((each) => NUMBER.test(each))) {
    const pid = Number(name);
    if (!except.has(pid) && [...socketsOf(pid)].some((inode) => inodes.has(inode))) found.add(pid);
  }
  return withDescendants(found, except);
}

/** The listening sockets of the port, by inode. */
function listeningOn(port: number): ReadonlySet<string> {
  const tables = ['/proc/net/tcp', '/proc/net/tcp6'].map((path) => textOf(path) ?? '');
  return new Set(tables.flatMap(parseProcNetTcp).flatMap((each) => (each.port === port ? [each.inode] : [])));
}

/** Whether one process holds all listening sockets of the port, so that each address leads to the same server. */
export function isOneServer(port: number): boolean {
  const inodes = [...listeningOn(port)];
  const pids = entriesOf('/proc')
    .filter((each) => NUMBER.test(each))
    .map(Number);
  return inodes.length > 0 && pids.some((pid) => holdsAll(pid, inodes));
}

function holdsAll(pid: number, inodes: readonly string[]): boolean {
  const sockets = socketsOf(pid);
  return inodes.every((inode) => sockets.has(inode));
}

/** Iteration of a set includes the elements that are added during it. */
export function withDescendants(pids: ReadonlySet<number>, except: ReadonlySet<number>): ReadonlySet<number> {
  const all = new Set(pids);
  for (const pid of all) {
    for (const child of childrenOf(pid)) if (!except.has(child)) all.add(child);
  }
  return all;
}

const childrenOf = (pid: number): readonly number[] =>
  entriesOf(`/proc/${pid}/task`).flatMap((tid) =>
    (textOf(`/proc/${pid}/task/${tid}/children`) ?? '')
      .split(' ')
      .filter((each) => NUMBER.test(each))
      .map(Number),
  );

export const threadsOf = (pid: number): readonly number[] => entriesOf(`/proc/${pid}/task`).map(Number);

export const programOf = (pid: number): string => (textOf(`/proc/${pid}/comm`) ?? '').trim();
