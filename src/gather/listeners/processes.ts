import { readdir, readFile, readlink } from 'node:fs/promises';

export interface Owner {
  readonly pid: number;
  readonly command: string;
}

/** The processes that hold the given socket inodes; those of other users stay unknown unless we are root. */
export async function ownersOf(inodes: ReadonlySet<string>): Promise<ReadonlyMap<string, Owner>> {
  const owners = new Map<string, Owner>();
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  // The lowest pid first: of a server and the workers that inherited its socket, the server is the one to name.
  for (const pid of pids.map(Number).sort((a, b) => a - b)) {
    for (const inode of await socketsOf(pid)) {
      if (inodes.has(inode) && !owners.has(inode)) owners.set(inode, { pid, command: await commandOf(pid) });
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

const commandOf = async (pid: number): Promise<string> =>
  redacted((await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0').filter((word) => word !== ''));

const SECRET_NAME = /pass|secret|token|credential|api-?key/i;

/** A command line goes into reports, so values that are named like secrets do not go with it. */
export const redacted = (words: readonly string[]): string =>
  words
    .map((word, index) => {
      const [name = '', ...value] = word.split('=');
      if (value.length > 0 && SECRET_NAME.test(name)) return `${name}=…`;
      const previous = words[index - 1] ?? '';
      return previous.startsWith('-') && !previous.includes('=') && SECRET_NAME.test(previous) ? '…' : word;
    })
    .join(' ');
