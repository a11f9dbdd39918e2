import type { Family } from '../../../model/evidence.ts';

/** One listening socket as /proc/net/tcp or tcp6 lists it; `inode` relates it to a process. */
export interface ListeningSocket {
  readonly address: string;
  readonly family: Family;
  readonly port: number;
  readonly inode: string;
}

/**
 * A line of a socket in the state TCP_LISTEN of include/net/tcp_states.h. After a load the table lists thousands of closed
 * connections, which one pass of a pattern leaves out without splitting their lines.
 */
const LISTENING = /^ *\d+: ([0-9A-F]+):([0-9A-F]+) \S+ 0A (?:\S+ +){5}(\d+)/gm;

/**
 * Parses the listening sockets of /proc/net/tcp{,6}. Addresses are hexadecimal, in words of four bytes that the
 * kernel prints in the machine's own byte order: little-endian on every platform that Node runs on.
 */
export const parseProcNetTcp = (text: string): readonly ListeningSocket[] =>
  [...text.matchAll(LISTENING)].map(([, hexAddress = '', hexPort = '', inode = '']) => {
    const address = hexAddress.length === 8 ? ipv4(hexAddress) : ipv6(hexAddress);
    return { address, family: address.includes(':') ? 6 : 4, port: Number.parseInt(hexPort, 16), inode };
  });

const bytesOf = (word: string): readonly number[] =>
  (word.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16)).toReversed();

const ipv4 = (hex: string): string => bytesOf(hex).join('.');

/** A socket bound to ::ffff:a.b.c.d accepts IPv4 only, though it is listed in tcp6. It is reported as IPv4. */
const MAPPED = '0000000000000000FFFF0000';

function ipv6(hex: string): string {
  if (hex.startsWith(MAPPED)) return ipv4(hex.slice(MAPPED.length));
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap(bytesOf);
  const groups = Array.from({ length: 8 }, (_, index) => ((bytes[2 * index] ?? 0) << 8) | (bytes[2 * index + 1] ?? 0));
  return compressed(groups);
}

/** RFC 5952 §4.2: the longest run of two or more zero groups becomes `::`, the first one when two are equally long. */
function compressed(groups: readonly number[]): string {
  const text = groups.map((group) => group.toString(16)).join(':');
  const runs = [...text.matchAll(/(?<![0-9a-f])0(?::0)+(?![0-9a-f])/g)];
  const longest = runs.reduce<RegExpExecArray | null>(
    (best, run) => (best !== null && best[0].length >= run[0].length ? best : run),
    null,
  );
  if (longest === null) return text;
  const before = text.slice(0, longest.index).replace(/:$/, '');
  const after = text.slice(longest.index + longest[0].length).replace(/^:/, '');
  return `${before}::${after}`;
}
