import type { SocketSample } from './contract.ts';

const LINE =
  /^(?:(?<protocol>tcp|udp)\s+)?(?<state>[A-Z][A-Z0-9-]*)\s+(?<queue>\d+)\s+\d+\s+(?<local>\S+)\s+(?<peer>\S+)\s*(?<more>.*)$/;
const INODE = /\bino:(\d+)/;

/** Parses `ss -tuanieOH` of iproute2: one line for each socket, with its inode and its counts of bytes. */
export const parseSockets = (text: string): readonly SocketSample[] =>
  text.split('\n').flatMap((line) => socketIn(line.trimEnd()) ?? []);

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
    lastSentMs: countOf('lastsnd', part('more')),
    lastReceivedMs: countOf('lastrcv', part('more')),
  };
}

const countOf = (name: string, text: string): number => Number(new RegExp(`\\b${name}:(\\d+)`).exec(text)?.[1] ?? 0);

/** An IPv4 address of an IPv6 socket is written as such, and a zone is no part of an address. */
const plain = (place: string): string => place.replace(/^\[::ffff:([\d.]+)\]/, '$1').replace(/%[^\]:]+/, '');
