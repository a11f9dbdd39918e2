import type { WaitKind } from '../../../../model/waits.ts';
import type { TimedRequest } from '../contract.ts';
import type { OpenSocket, SocketLook } from './contract.ts';

/** A part of the time of the requests; `peer` is the place at the other end. */
export interface Part {
  readonly kind: WaitKind;
  readonly peer: string | null;
  readonly us: number;
}

export interface Seen {
  readonly requests: readonly TimedRequest[];
  readonly looksBefore: readonly SocketLook[];
  readonly looks: readonly SocketLook[];
  /** The time of the server on a core, from the first request to the last one. */
  readonly cpuUs: number;
  /** The port of the server: its connections are those of clients. */
  readonly port: number;
}

/** The clock counts in µs: less is an error of rounding. */
const LEAST_US = 1;

/**
 * Where the time of the requests went. The parts add up to the times of the requests. The time on a core is a count of the
 * system. Of the rest as much is a wait as the looks show, each of which stands for the time since the one before.
 */
export function attribute(seen: Seen): readonly Part[] {
  const totalUs = totalOf(seen.requests.map(({ sentUs, endUs }) => endUs - sentUs));
  const cpuUs = Math.min(totalUs, Math.max(0, seen.cpuUs));
  const [waits, lookedUs] = waitsIn(seen);
  const waitedUs = lookedUs === 0 ? 0 : (totalUs * totalOf([...waits.values()].map(({ us }) => us))) / lookedUs;
  // A look may show a connect while the server computes. The count is certain, so that the waits are made to fit.
  const scale = waitedUs === 0 ? 0 : (totalUs / lookedUs) * Math.min(1, (totalUs - cpuUs) / waitedUs);
  const parts: Part[] = [
    { kind: 'cpu', peer: null, us: cpuUs },
    ...[...waits.values()].map((part) => ({ ...part, us: part.us * scale })),
  ];
  const unexplainedUs = totalUs - totalOf(parts.map(({ us }) => us));
  return [...parts, { kind: 'unexplained', peer: null, us: unexplainedUs } as const]
    .filter(({ us }) => us >= LEAST_US)
    .toSorted((a, b) => b.us - a.us);
}

const totalOf = (all: readonly number[]): number => all.reduce((sum, us) => sum + us, 0);

/** The waits that the looks show, and the time for which all looks stand. */
function waitsIn({ requests, looksBefore, looks, port }: Seen): readonly [ReadonlyMap<string, Part>, number] {
  const before = new Set(looksBefore.flatMap(({ sockets }) => sockets.map(identityOf)));
  const background = new Set(
    looksBefore.flatMap(({ sockets }) => sockets.filter(isConnecting).map(({ peer }) => peer)),
  );
  const waits = new Map<string, Part>();
  let lookedUs = 0;
  for (const { look, us } of requests.flatMap((request) => looksDuring(request, looks))) {
    lookedUs += us;
    const outside = look.sockets.filter(({ local }) => !local.endsWith(`:${port}`));
    const connecting = outside.find((socket) => isConnecting(socket) && !background.has(socket.peer));
    const asking = outside.find((socket) => asksForName(socket) && !before.has(identityOf(socket)));
    const [kind, peer] =
      connecting === undefined ? (['name', asking?.peer] as const) : (['connect', connecting.peer] as const);
    if (peer === undefined) continue;
    const key = `${kind} ${peer}`;
    waits.set(key, { kind, peer, us: (waits.get(key)?.us ?? 0) + us });
  }
  return [waits, lookedUs];
}

/** The looks while a request is open, each with the time since the one before, or since the request was sent. */
export function looksDuring(
  { sentUs, endUs }: TimedRequest,
  looks: readonly SocketLook[],
): readonly { readonly look: SocketLook; readonly us: number }[] {
  const during = looks.filter(({ atUs }) => atUs > sentUs && atUs <= endUs);
  return during.map((look, index) => ({ look, us: look.atUs - (during[index - 1]?.atUs ?? sentUs) }));
}

const isConnecting = ({ state, peer }: OpenSocket): boolean => state === 'connecting' && peer !== '';
const asksForName = ({ state, peer }: OpenSocket): boolean => state === 'udp' && peer.endsWith(':53');
const identityOf = ({ pid, local, peer }: OpenSocket): string => `${pid} ${local} ${peer}`;
