import { readFile } from 'node:fs/promises';
import type { Listeners } from '../../model/evidence.ts';
import { got, gotNothing, type Outcome } from '../../model/outcome.ts';
import { parseProcNetTcp } from './proc-net-tcp.ts';
import { ownersOf } from './processes.ts';

/** Who listens on the port, on which addresses: read from /proc, so on Linux only. */
export async function gatherListeners(port: number): Promise<Outcome<Listeners>> {
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((path) => readFile(path, 'utf8').catch(() => null)),
  );
  if (tables.every((table) => table === null)) {
    return gotNothing('no-proc', `the listening sockets cannot be read on ${process.platform} yet`);
  }
  const sockets = tables.flatMap((table) => parseProcNetTcp(table ?? '')).filter((socket) => socket.port === port);
  const owners = await ownersOf(new Set(sockets.map(({ inode }) => inode)));
  return got({
    listeners: sockets.map(({ inode, ...socket }) => ({
      ...socket,
      pid: owners.get(inode)?.pid ?? null,
      command: owners.get(inode)?.command ?? null,
    })),
  });
}
