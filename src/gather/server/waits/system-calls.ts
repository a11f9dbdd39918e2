import type { SystemCall } from './contract.ts';

/** What a thread does in a system call, as far as it explains a wait. */
export type CallKind = 'reads' | 'sleeps' | 'syncs' | 'locks' | 'selects' | 'polls' | 'waits-for-thread' | 'other';

/** Numbers of arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h. */
const kinds: Readonly<Partial<Record<string, Readonly<Record<number, CallKind>>>>> = {
  x64: {
    0: 'reads',
    17: 'reads',
    19: 'reads',
    45: 'reads',
    47: 'reads',
    35: 'sleeps',
    230: 'sleeps',
    74: 'syncs',
    75: 'syncs',
    162: 'syncs',
    277: 'syncs',
    306: 'syncs',
    73: 'locks',
    72: 'locks',
    202: 'waits-for-thread',
    232: 'polls',
    281: 'polls',
    441: 'polls',
    7: 'polls',
    271: 'polls',
    23: 'selects',
    270: 'selects',
  },
  arm64: {
    63: 'reads',
    65: 'reads',
    67: 'reads',
    207: 'reads',
    212: 'reads',
    101: 'sleeps',
    115: 'sleeps',
    82: 'syncs',
    83: 'syncs',
    81: 'syncs',
    84: 'syncs',
    267: 'syncs',
    32: 'locks',
    25: 'locks',
    98: 'waits-for-thread',
    22: 'polls',
    441: 'polls',
    73: 'polls',
    72: 'selects',
  },
};

export function callKind({ number, first, second }: SystemCall, arch: string): CallKind {
  const kind = kinds[arch]?.[number] ?? 'other';
  // A select or poll of no descriptor is a sleep, as older Pythons do it. Its number of descriptors is another argument.
  if (kind === 'selects') return first === 0 ? 'sleeps' : 'polls';
  if (POLL[arch]?.has(number) === true) return second === 0 ? 'sleeps' : 'polls';
  return kind;
}

/** poll and ppoll. */
const POLL: Readonly<Partial<Record<string, ReadonlySet<number>>>> = {
  x64: new Set([7, 271]),
  arm64: new Set([73]),
};

/** The calls whose fourth argument is a time-out in ms. */
const EPOLL: Readonly<Partial<Record<string, ReadonlySet<number>>>> = {
  x64: new Set([232, 281]),
  arm64: new Set([22]),
};

/** The time-out of a loop that waits for events; null where it has none, and for other calls. */
export const loopTimeoutMs = ({ number, timeout }: SystemCall, arch: string): number | null =>
  EPOLL[arch]?.has(number) === true && timeout > 0 ? timeout : null;
