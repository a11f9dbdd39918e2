import { once } from 'node:events';
import { readFile, readlink } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { allListeners } from '../../gather/server/listeners/index.ts';
import { type Examined, limited, missing, works } from './contract.ts';

/** Root sees the programs of all users, except those outside of its container. */
const AS_ITS_USER =
  process.getuid?.() === 0
    ? 'start whyslow in the container of the server.'
    : 'start whyslow as the user of the server, or with sudo.';

/** Which ports with a listener are found, and whether their programs are: with a listener of our own as the proof. */
export async function listeningPorts(): Promise<Examined> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const outcome = await allListeners();
  server.close();
  if (!outcome.ok) return missing('listening ports', outcome.message, INSTALL_READER[process.platform] ?? AS_ITS_USER);
  const own = outcome.value.find((listener) => listener.port === port);
  if (own === undefined) return missing('listening ports', 'a port that listens is not in the list', AS_ITS_USER);
  const others = outcome.value.filter((listener) => listener.port !== port);
  const hidden = others.filter(({ pid }) => pid === null).length;
  const found = `${others.length} ${others.length === 1 ? 'listener' : 'listeners'}`;
  if (own.pid === null) return limited('listening ports', `${found}, without their programs`, AS_ITS_USER);
  if (hidden === 0) return works('listening ports', `${found}, each with its program`);
  return limited('listening ports', `${found}; the programs of ${hidden} are not visible`, AS_ITS_USER);
}

const INSTALL_READER: Readonly<Partial<Record<string, string>>> = {
  darwin: 'lsof is part of macOS in /usr/sbin; restore it, or give this user the right to start it.',
  win32: 'netstat is part of Windows in System32; give this user the right to start it.',
};

/** What a process waits for: only Linux has these files, and shows those of other users to root only. */
export async function processWaits(platform: string = process.platform): Promise<Examined> {
  if (platform !== 'linux') {
    return limited(
      'waits of a server',
      `${platform} shows CPU time and connections only`,
      'for what a server waits for, diagnose it on Linux.',
    );
  }
  const own = await Promise.all(WAIT_FILES.map(unreadableFile));
  const closed = own.filter((path) => path !== null);
  if (closed.length > 0) {
    return limited(
      'waits of a server',
      `${closed.join(', ')} cannot be read`,
      'start whyslow outside of this container.',
    );
  }
  return readlink('/proc/1/exe').then(
    () => works('waits of a server', 'readable for the programs of all users'),
    () => limited('waits of a server', 'readable for your own programs only', AS_ITS_USER),
  );
}

const WAIT_FILES = ['/proc/self/wchan', '/proc/self/syscall', '/proc/self/schedstat'];

const unreadableFile = (path: string): Promise<string | null> =>
  readFile(path).then(
    () => null,
    () => path,
  );

/** Lost packets and full accept queues, as the kernel counts them. */
export async function kernelCounters(platform: string = process.platform): Promise<Examined> {
  const path = '/proc/net/netstat';
  if (platform === 'linux' && (await unreadableFile(path)) === null)
    return works('kernel counters', `${path} is readable`);
  return limited(
    'kernel counters',
    platform === 'linux' ? `${path} cannot be read` : `${platform} has no ${path}`,
    'full accept queues and lost packets are counted on Linux, where /proc is mounted.',
  );
}
