import { existsSync, readdirSync, readlinkSync, rmdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Fault } from './contract.ts';
import { execute } from './execute.ts';

/** Where the cache daemon of glibc is asked before any file is read; its answers would be those of the real machine. */
const NAME_CACHE = '/run/nscd';

/**
 * Gives these namespaces an /etc of their own, in which only the files of the name service are other than outside. A
 * whole /etc and not four bind mounts: gai.conf need not exist outside, and resolv.conf may be a link to nowhere.
 */
export function ownEtc(fault: Fault, outside: string): void {
  const files = {
    hosts: fault.hosts,
    'resolv.conf': fault.resolvConf,
    'gai.conf': fault.gaiConf,
    'nsswitch.conf': fault.nsswitch,
  };
  // --rbind: in a container /etc/hosts is a mount of its own, which a user namespace may not leave behind.
  execute('mount', ['--rbind', '/etc', outside]);
  execute('mount', ['-t', 'tmpfs', 'tmpfs', '/etc']);
  for (const entry of readdirSync(outside, { withFileTypes: true }).filter(({ name }) => !(name in files))) {
    const original = join(outside, entry.name);
    // A link keeps its text: a relative one means a neighbour in /etc, and that is where it stands again.
    symlinkSync(entry.isSymbolicLink() ? readlinkSync(original) : original, join('/etc', entry.name));
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join('/etc', name), text);
  if (existsSync(NAME_CACHE)) execute('mount', ['-t', 'tmpfs', 'tmpfs', NAME_CACHE]);
}

/** For the case that whoever made the folder was killed. Not recursive: where the mount is still there, it fails. */
export function removeFolder(outside: string): void {
  execute('umount', ['--lazy', outside]);
  rmdirSync(outside);
}
