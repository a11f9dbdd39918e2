import { existsSync, readdirSync, readlinkSync, rmdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fault } from './contract.ts';
import { execute } from './execute.ts';

/** The socket of glibc's name cache daemon, which is asked before any file and would answer for the real machine. */
const NAME_CACHE = '/run/nscd';

/**
 * Gives these namespaces a private /etc, in which only the files of the name service differ from the real one. It is a
 * whole /etc and not four bind mounts, because gai.conf may not exist outside and resolv.conf may be a dangling link.
 */
export function ownEtc(fault: Fault, outside: string): void {
  const files = {
    hosts: fault.hosts,
    'resolv.conf': fault.resolvConf,
    'gai.conf': fault.gaiConf,
    'nsswitch.conf': fault.nsswitch,
  };
  // --rbind: in a container /etc/hosts is a separate mount, which a user namespace may not leave out.
  execute('mount', ['--rbind', '/etc', outside]);
  execute('mount', ['-t', 'tmpfs', 'tmpfs', '/etc']);
  for (const entry of readdirSync(outside, { withFileTypes: true }).filter(({ name }) => !(name in files))) {
    const original = join(outside, entry.name);
    // The text of a link is copied: a relative link points into /etc, also in the private one.
    symlinkSync(entry.isSymbolicLink() ? readlinkSync(original) : original, join('/etc', entry.name));
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join('/etc', name), text);
  if (existsSync(NAME_CACHE)) execute('mount', ['-t', 'tmpfs', 'tmpfs', NAME_CACHE]);
}

/** Used when the process that made the folder was killed. Not recursive, so that it fails if the mount still exists. */
export function removeFolder(outside: string): void {
  execute('umount', ['--lazy', outside]);
  rmdirSync(outside);
}
