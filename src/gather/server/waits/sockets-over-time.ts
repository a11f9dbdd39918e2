import type { SocketSample, SocketTick } from './contract.ts';

/** From the last byte of a question to the last byte of its answer. */
interface OpenQuestion {
  readonly peer: string;
  readonly fromUs: number;
  readonly untilUs: number;
}

/** The sockets of the server over the time of the watch. */
export interface SocketHistory {
  /** The sockets at the last look at or before this time; null where there was none since `sinceUs`. */
  at(atUs: number, sinceUs: number): readonly SocketSample[] | null;
  /** The peer of a socket at any look, since a wait may begin between two; null where it was never seen. */
  peerOf(inode: string): string | null;
  /** A question that was sent after `sinceUs` and is not answered at this time; null where there is none. */
  openQuestion(sinceUs: number, atUs: number): OpenQuestion | null;
}

/** Whether it is no connection of a client of this port. */
export const isOutside =
  (port: number) =>
  ({ local }: SocketSample): boolean =>
    !local.endsWith(`:${port}`);

/** @param port the port that the server listens on: its connections are those of clients. */
export function socketHistory(ticks: readonly SocketTick[], port: number): SocketHistory {
  const outsideAt = ({ sockets }: SocketTick): readonly SocketSample[] => sockets.filter(isOutside(port));
  const peers = new Map(ticks.flatMap(outsideAt).map(({ inode, peer }) => [inode, peer]));
  const questions = ticks.flatMap((tick, index) =>
    outsideAt(tick).flatMap((socket) => questionAt(socket, tick.atUs, ticks[index + 1]) ?? []),
  );
  return {
    at: (atUs, sinceUs) => ticks.findLast((tick) => tick.atUs <= atUs && tick.atUs >= sinceUs)?.sockets ?? null,
    peerOf: (inode) => peers.get(inode) ?? null,
    openQuestion: (sinceUs, atUs) =>
      questions.find(({ fromUs, untilUs }) => fromUs >= sinceUs - SLACK_US && fromUs <= atUs && untilUs >= atUs) ??
      null,
  };
}

const US_PER_MS = 1_000;
/** The kernel counts these times in ticks of 4 ms at most, and a look takes some 5 ms from its start to its end. */
const SLACK_US = 10_000;

/**
 * The last question on a connection, as one look at it shows: the kernel says how long ago something was sent and received.
 * What is not answered at this look is answered before the next one, or still open there. On a new connection the other side
 * may have to speak first, as MySQL does; the kernel counts from the connect then.
 */
function questionAt(socket: SocketSample, atUs: number, next: SocketTick | undefined): OpenQuestion | null {
  const { protocol, state, peer, lastSentMs } = socket;
  if (protocol !== 'tcp' || state !== 'ESTAB') return null;
  const untilUs = answeredUs(socket, atUs, next);
  return untilUs === null ? null : { peer, fromUs: atUs - lastSentMs * US_PER_MS, untilUs };
}

/** When the last question was answered, or until when it is known to be open; null where the order of both is unknown. */
function answeredUs(socket: SocketSample, atUs: number, next: SocketTick | undefined): number | null {
  const isOpen = isUnanswered(socket);
  if (!isOpen && socket.lastSentMs > socket.lastReceivedMs) return atUs - socket.lastReceivedMs * US_PER_MS;
  const later = next?.sockets.find((each) => each.inode === socket.inode);
  if (next !== undefined && later !== undefined && later.bytesReceived > socket.bytesReceived) {
    return next.atUs - later.lastReceivedMs * US_PER_MS;
  }
  return isOpen ? (next?.atUs ?? atUs) : null;
}

/** Where nothing was received yet, the kernel counts from the connect. */
const isUnanswered = ({ lastSentMs, lastReceivedMs, bytesReceived }: SocketSample): boolean =>
  lastSentMs < lastReceivedMs || bytesReceived === 0;
