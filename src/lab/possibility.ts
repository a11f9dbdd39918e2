import { spawnSync } from 'node:child_process';
import { systemProgram } from '../system/programs.ts';
import type { Fault } from './contract.ts';
import { whyNoCpuLimit } from './cpu-limit.ts';

/** `unshareArgs` are the arguments of `unshare` that work here. */
export type Possibility =
  | { readonly possible: true; readonly unshareArgs: readonly string[] }
  | { readonly possible: false; readonly because: string };

/**
 * A process namespace besides network and mounts: when its first process ends, the kernel kills all others, and with
 * --kill-child that process ends with unshare. So no process is left, whichever one is killed.
 */
const PRIVATE = ['--net', '--mount', '--pid', '--fork', '--kill-child'];

/** Preferred first: a user namespace needs no privilege, but a container may forbid it or a private /proc. */
const UNSHARE_ARGS: readonly (readonly string[])[] = [
  [...PRIVATE, '--map-root-user', '--mount-proc'],
  [...PRIVATE, '--map-root-user'],
  [...PRIVATE, '--mount-proc'],
  PRIVATE,
];

const NO_UNSHARE = 'unshare is not installed. apt-get install util-linux';

/** The kernel makes namespaces within milliseconds. */
const TRIAL_TIMEOUT_MS = 10_000;

/** Whether this machine can run the lab, or the given fault. `because` ends with the next step. */
export function labIsPossible(fault?: Fault): Possibility {
  if (process.platform !== 'linux') {
    return impossible(
      `the lab is made of Linux namespaces and this is ${process.platform}. Use a Linux machine or WSL 2`,
    );
  }
  if (systemProgram('unshare') === null) return impossible(NO_UNSHARE);
  const unshareArgs = UNSHARE_ARGS.find((candidate) => tryInside(candidate, ['true']) === null);
  if (unshareArgs === undefined) {
    const because = tryInside(UNSHARE_ARGS[0] ?? PRIVATE, ['true']) ?? 'unknown';
    return impossible(
      `private namespaces are not allowed here (${because}). Run as root, or allow unprivileged user namespaces: ` +
        'sysctl kernel.unprivileged_userns_clone=1, on Ubuntu kernel.apparmor_restrict_unprivileged_userns=0',
    );
  }
  const noLimit = fault?.needs.includes('cpu-limit') === true ? whyNoCpuLimit() : null;
  if (noLimit !== null) return impossible(noLimit);
  return toolsWork(unshareArgs, fault === undefined || fault.needs.includes('nft'));
}

function toolsWork(unshareArgs: readonly string[], needsNft: boolean): Possibility {
  const noIp = tryInside(unshareArgs, ['ip', 'link', 'set', 'lo', 'up']);
  if (noIp !== null) return impossible(`the lab configures its network with ip (${noIp}). apt-get install iproute2`);
  const noNft = needsNft ? tryInside(unshareArgs, ['nft', 'add', 'table', 'inet', 'lab']) : null;
  if (noNft !== null) return impossible(`this fault is a firewall rule (${noNft}). apt-get install nftables`);
  return { possible: true, unshareArgs };
}

const impossible = (because: string): Possibility => ({ possible: false, because });

/** @returns null when the command succeeded inside, else the last line of its error output. */
function tryInside(unshareArgs: readonly string[], [command, ...args]: readonly [string, ...string[]]): string | null {
  const [unshare, path] = [systemProgram('unshare'), systemProgram(command)];
  if (unshare === null) return NO_UNSHARE;
  if (path === null) return `${command} is not installed`;
  const tried = spawnSync(unshare, [...unshareArgs, path, ...args], { encoding: 'utf8', timeout: TRIAL_TIMEOUT_MS });
  if (tried.status === 0) return null;
  return tried.error?.message ?? (tried.stderr.trim().split('\n').at(-1) || `status ${tried.status}`);
}
