import { lookup } from 'node:dns/promises';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { systemRoot } from '../../system/programs.ts';
import { type Examined, limited, missing, works } from './contract.ts';

/** Whether both address families of `localhost` can be compared. */
export async function localhostLookup(): Promise<Examined> {
  const found = await lookup('localhost', { all: true }).catch(() => []);
  const addresses = found.map(({ address }) => address).join(' and ');
  const families = new Set(found.map(({ family }) => family));
  if (families.has(4) && families.has(6)) return works('localhost', `resolves to ${addresses}`);
  const lacking = families.has(4) ? '::1' : '127.0.0.1';
  return limited(
    'localhost',
    found.length === 0 ? 'does not resolve' : `resolves to ${addresses} only`,
    `for the other family, add the line "${lacking} localhost" to the hosts file.`,
  );
}

export async function ipv6Loopback(): Promise<Examined> {
  const code = await listenError('::1');
  if (code === null) return works('IPv6 loopback', 'programs can listen on ::1');
  return missing(
    'IPv6 loopback',
    `::1 cannot be listened on (${code})`,
    'switch IPv6 on, on Linux with: sysctl net.ipv6.conf.lo.disable_ipv6=0; without it only 127.0.0.1 is examined.',
  );
}

/** The system code of the error; null where a socket listens there. */
const listenError = (host: string): Promise<string | null> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'));
    server.listen(0, host, () => server.close(() => resolve(null)));
  });

/** The files of the resolver: what a slow name lookup is explained with. */
export async function nameFiles(platform: string = process.platform): Promise<Examined> {
  const paths =
    platform === 'win32'
      ? [join(systemRoot(process.env), 'System32', 'drivers', 'etc', 'hosts')]
      : ['/etc/hosts', '/etc/resolv.conf'];
  const unreadable = await unreadableOf(paths);
  if (unreadable.length === 0) return works('name files', `${paths.join(' and ')} are readable`);
  return limited(
    'name files',
    `${unreadable.join(' and ')} cannot be read`,
    'make them readable for this user; without them a slow name lookup is found, and not its cause.',
  );
}

export async function unreadableOf(paths: readonly string[]): Promise<readonly string[]> {
  const read = await Promise.all(
    paths.map((path) =>
      access(path, constants.R_OK).then(
        () => [],
        () => [path],
      ),
    ),
  );
  return read.flat();
}
