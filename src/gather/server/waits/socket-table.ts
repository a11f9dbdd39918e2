import type { SocketSample } from './contract.ts';

const LINE =
  /^(?<protocol>tcp|udp)\s+(?<state>[A-Z][A-Z0-9-]*)\s+(?<queue>\d+)\s+\d+\s+(?<local>\S+)\s+(?<peer>\S+)\s*(?<more>.*)$/;
const UNIX_LINE =
  /^u_\S+\s+(?<state>[A-Z]\S*)\s+(?<queue>\d+)\s+\d+\s+(?<path>.+?)\s+(?<inode>\d+)\s+\S+\s+(?<peer>\d+)/;
const INODE = /\bino:(\d+)/;

/** Parses `ss -tuxanieOH` of iproute2: one line for each socket, with its inode and its counts of bytes. */
export function parseSockets(text: string): readonly SocketSample[] {
  const lines = text.split('\n').map((line) => line.trimEnd());
  return [...lines.flatMap((line) => socketIn(line) ?? []), ...unixSocketsIn(lines)];
}

function socketIn(line: string): SocketSample | null {
  const found = LINE.exec(line)?.groups;
  const inode = INODE.exec(line)?.[1] ?? '0';
  if (found === undefined || inode === '0') return null;
  const part = (name: string): string => found[name] ?? '';
  return {
    inode,
    protocol: part('protocol') === 'udp' ? 'udp' : 'tcp',
    state: part('state'),
    local: plain(part('local')),
    peer: plain(part('peer')),
    receiveQueue: Number(part('queue')),
    bytesSent: countOf('bytes_sent', part('more')),
    bytesReceived: countOf('bytes_received', part('more')),
    segmentsSent: countOf('data_segs_out', part('more')),
    lastSentMs: countOf('lastsnd', part('more')),
    lastReceivedMs: countOf('lastrcv', part('more')),
  };
}

const countOf = (name: string, text: string): number => Number(new RegExp(`\\b${name}:(\\d+)`).exec(text)?.[1] ?? 0);

/** An IPv4 address of an IPv6 socket is written as such, and a zone is no part of an address. */
const plain = (place: string): string => place.replace(/^\[::ffff:([\d.]+)\]/, '$1').replace(/%[^\]:]+/, '');

/** The end that a server opened has the path of its file, and the other end has its inode. The kernel counts no bytes. */
function unixSocketsIn(lines: readonly string[]): readonly SocketSample[] {
  const ends = lines.flatMap((line) => unixEndIn(line) ?? []);
  const paths = new Map(ends.map(({ inode, path }) => [inode, path]));
  return ends.map(({ inode, state, receiveQueue, path, peer }) => {
    const place = { local: path, peer: paths.get(peer) ?? '' };
    return { inode, protocol: 'unix', state, ...place, receiveQueue, ...uncounted };
  });
}

interface UnixEnd {
  readonly inode: string;
  readonly state: string;
  readonly receiveQueue: number;
  /** Empty where it has none. */
  readonly path: string;
  /** The inode of the other end. */
  readonly peer: string;
}

function unixEndIn(line: string): UnixEnd | null {
  const found = UNIX_LINE.exec(line)?.groups;
  if (found === undefined) return null;
  const part = (name: string): string => found[name] ?? '';
  const path = part('path') === '*' ? '' : part('path');
  return { inode: part('inode'), state: part('state'), receiveQueue: Number(part('queue')), path, peer: part('peer') };
}

const uncounted = { bytesSent: 0, bytesReceived: 0, segmentsSent: 0, lastSentMs: 0, lastReceivedMs: 0 } as const;
