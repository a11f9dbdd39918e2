import { readdir, readlink } from 'node:fs/promises';

/** The processes that live in a mount namespace, named as /proc names it: `mnt:[4026532000]`. */
export async function processesIn(namespace: string): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const homes = await Promise.all(pids.map((pid) => readlink(`/proc/${pid}/ns/mnt`).catch(() => 'gone')));
  return pids.filter((_pid, index) => homes[index] === namespace);
}
