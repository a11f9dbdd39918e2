import { readFile } from 'node:fs/promises';
import { parseProcNetTcp } from './proc-net-tcp.ts';

/** The connections of one listening socket that its program has not accepted. */
export interface Queue {
  readonly address: string;
  readonly waiting: number;
}

/** The fifth column of /proc/net/tcp{,6} is `tx_queue:rx_queue`. Of a listener the second is the length of its queue. */
export const parseQueues = (text: string, port: number): readonly Queue[] =>
  text.split('\n').flatMap((line) => {
    const [socket] = parseProcNetTcp(line);
    if (socket === undefined || socket.port !== port) return [];
    const [, waiting = '0'] = (line.trim().split(/\s+/)[4] ?? '').split(':');
    return [{ address: socket.address, waiting: Number.parseInt(waiting, 16) }];
  });

/** The queues of all listeners of a port; null on systems without these tables. */
export async function readQueues(port: number): Promise<readonly Queue[] | null> {
  const read = (path: string): Promise<string | null> => readFile(path, 'latin1').catch(() => null);
  const tables = await Promise.all([read('/proc/net/tcp'), read('/proc/net/tcp6')]);
  const texts = tables.filter((text) => text !== null);
  return texts.length === 0 ? null : texts.flatMap((text) => parseQueues(text, port));
}
