import { readdir, readlink } from 'node:fs/promises';

/** The processes in a mount namespace, named as in /proc: `mnt:[4026532000]`. */
export async function processesIn(namespace: string): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const homes = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/ns/mnt`).catch(() => 'gone')));
  return pids.filter((_pid, index) => homes[index] === namespace);
}
