import type { SocketSample, SocketTick, TimedRequest } from './contract.ts';

/** What the server exchanged with one place during the requests. What is shorter than the time between two looks is not seen. */
export interface Traffic {
  readonly place: string;
  /** Connections that were opened. */
  readonly opened: number;
  /** Segments with data that the server sent, which are at least as many as its questions. */
  readonly questions: number;
  /** The time of new connections before the first byte of either side. */
  readonly silentUs: number;
  /** The time of new connections before the first byte of the other side. */
  readonly unansweredUs: number;
}

/** @param port the port that the server listens on: its connections are those of clients. */
export function trafficIn(
  ticks: readonly SocketTick[],
  requests: readonly TimedRequest[],
  port: number,
): readonly Traffic[] {
  const firstUs = Math.min(...requests.map(({ sentUs }) => sentUs));
  const before = new Map(ticks.filter(({ atUs }) => atUs <= firstUs).flatMap(({ sockets }) => byInode(sockets)));
  const during = ticks.filter(({ atUs }) => atUs > firstUs);
  const last = new Map(during.flatMap(({ sockets }) => byInode(sockets.filter(isConnected(port)))));
  const sums = new Map<string, Traffic>();
  for (const socket of last.values()) {
    const known = before.get(socket.inode);
    const looks = during.map(({ atUs, sockets }) => ({
      atUs,
      seen: sockets.find((each) => each.inode === socket.inode),
    }));
    const sum = sums.get(socket.peer) ?? { place: socket.peer, opened: 0, questions: 0, silentUs: 0, unansweredUs: 0 };
    const isNew = known === undefined;
    sums.set(socket.peer, {
      place: socket.peer,
      opened: sum.opened + (isNew ? 1 : 0),
      questions: sum.questions + socket.segmentsSent - (known?.segmentsSent ?? 0),
      silentUs: sum.silentUs + (isNew ? timeOf(looks, firstUs, isSilent) : 0),
      unansweredUs: sum.unansweredUs + (isNew ? timeOf(looks, firstUs, isUnanswered) : 0),
    });
  }
  return [...sums.values()];
}

const byInode = (sockets: readonly SocketSample[]) => sockets.map((socket) => [socket.inode, socket] as const);

const isConnected =
  (port: number) =>
  ({ protocol, state, local, peer }: SocketSample): boolean =>
    protocol !== 'udp' && state === 'ESTAB' && peer !== '' && !local.endsWith(`:${port}`);

const isUnanswered = ({ protocol, bytesReceived }: SocketSample): boolean => protocol === 'tcp' && bytesReceived === 0;
const isSilent = (socket: SocketSample): boolean => isUnanswered(socket) && socket.bytesSent === 0;

interface Look {
  readonly atUs: number;
  readonly seen: SocketSample | undefined;
}

/** The time of the looks at which this holds; each look stands for the time since the one before. */
const timeOf = (looks: readonly Look[], firstUs: number, holds: (socket: SocketSample) => boolean): number =>
  looks.reduce(
    (sum, { atUs, seen }, index) =>
      sum + (seen !== undefined && holds(seen) ? atUs - (looks[index - 1]?.atUs ?? firstUs) : 0),
    0,
  );
