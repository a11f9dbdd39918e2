import { readdir, readFile, readlink } from 'node:fs/promises';

export interface Owner {
  readonly pid: number;
  /** The command line as the process has it, with secrets. */
  readonly words: readonly string[];
}

/** The processes that own the given socket inodes. Processes of other users are visible to root only. */
export async function ownersOf(inodes: ReadonlySet<string>): Promise<ReadonlyMap<string, Owner>> {
  const owners = new Map<string, Owner>();
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  // The lowest pid first, so that the server is named and not a worker that inherited its socket.
  for (const pid of pids.map(Number).sort((a, b) => a - b)) {
    for (const inode of await socketsOf(pid)) {
      if (inodes.has(inode) && !owners.has(inode)) owners.set(inode, { pid, words: await argumentsOf(pid) });
    }
  }
  return owners;
}

async function socketsOf(pid: number): Promise<readonly string[]> {
  const folder = `/proc/${pid}/fd`;
  const descriptors = await readdir(folder).catch(() => []);
  const links = await Promise.all(descriptors.map((name) => readlink(`${folder}/${name}`).catch(() => '')));
  return links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []);
}

/** Arguments are separated by NUL, so they may contain spaces. */
const argumentsOf = async (pid: number): Promise<readonly string[]> =>
  (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0').filter((word) => word !== '');

/** The current folder of a process; null on systems without /proc, and for a process of another user. */
export const workingFolder = (pid: number): Promise<string | null> => readlink(`/proc/${pid}/cwd`).catch(() => null);
