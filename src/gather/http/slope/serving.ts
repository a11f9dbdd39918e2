import { readdirSync, readlinkSync } from 'node:fs';
import type { Serving } from '../../../model/slope.ts';
import { parseProcNetTcp } from '../../server/listeners/proc-net-tcp.ts';
import { serversOf, textOf, threadsOf } from '../../server/waits/processes.ts';

/** The processes that serve the port, from /proc. Null where they cannot be seen. */
export function servingOf(port: number): Serving | null {
  const inodes = listeningInodes(port);
  const holding = [...serversOf(port, new Set([process.pid]))]
    .map((pid) => ({ pid, ...descriptorsOf(pid, inodes) }))
    .filter(({ listening }) => listening.size > 0);
  if (holding.length === 0) return null;
  return {
    processes: holding.length,
    threads: holding.reduce((sum, { pid }) => sum + threadsOf(pid).length, 0),
    hasEventLoop: holding.some(({ pid, listening, polling }) => polling.some((each) => watches(pid, each, listening))),
  };
}

function listeningInodes(port: number): ReadonlySet<string> {
  const tables = ['/proc/net/tcp', '/proc/net/tcp6'].map((path) => textOf(path) ?? '');
  return new Set(tables.flatMap(parseProcNetTcp).flatMap((each) => (each.port === port ? [each.inode] : [])));
}

/** The descriptors of a process that are a listening socket of the port, and those that are an epoll. */
function descriptorsOf(
  pid: number,
  inodes: ReadonlySet<string>,
): { readonly listening: ReadonlySet<string>; readonly polling: readonly string[] } {
  const listening = new Set<string>();
  const polling: string[] = [];
  for (const { name, link } of linksOf(`/proc/${pid}/fd`)) {
    const inode = /^socket:\[(\d+)\]$/.exec(link)?.[1];
    if (inode !== undefined && inodes.has(inode)) listening.add(name);
    if (link === 'anon_inode:[eventpoll]') polling.push(name);
  }
  return { listening, polling };
}

function linksOf(folder: string): readonly { readonly name: string; readonly link: string }[] {
  try {
    return readdirSync(folder).map((name) => ({ name, link: linkAt(`${folder}/${name}`) }));
  } catch {
    return [];
  }
}

/** A descriptor may be closed since it was listed. */
function linkAt(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

/** The lines `tfd:` of an epoll in proc_pid_fdinfo(5) name the descriptors that it watches. */
function watches(pid: number, epoll: string, listening: ReadonlySet<string>): boolean {
  const lines = (textOf(`/proc/${pid}/fdinfo/${epoll}`) ?? '').matchAll(/^tfd:\s+(\d+)/gm);
  return [...lines].some(([, descriptor = '']) => listening.has(descriptor));
}
