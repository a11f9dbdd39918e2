import { setTimeout as sleep } from 'node:timers/promises';
import type { Addresses, AddressVisits } from '../../model/evidence.ts';
import type {
  ConnectionPhase,
  HeldConnection,
  OpenConnections,
  OwnRequest,
  ServerProcess,
} from '../../model/open-connections.ts';
import { got, gotNothing, type Outcome } from '../../model/outcome.ts';
import type { GatherContext } from '../context.ts';
import { gatherer } from '../contract.ts';
import { visitOn } from '../http/visit.ts';
import { connectTo } from '../network/connect.ts';
import { isThisMachine } from '../reach.ts';
import { ownersOf } from './listeners/processes.ts';
import { runTool } from './listeners/tools.ts';
import { callKind } from './waits/system-calls.ts';
import type { SocketSample } from './waits/contract.ts';
import { programOf, serversOf, threadsOf } from './waits/processes.ts';
import { parseSockets } from './waits/socket-table.ts';
import { openTask, type TaskReader } from './waits/task-reader.ts';

/** A server that reads requests reads one within this time, also on a busy machine. */
const SETTLED_MS = 300;
/** The tables are read meanwhile. A server that was slow once, at its start, may answer now. */
const OPEN_MS = 1_500;

const isSilent = ({ silence, address }: AddressVisits): boolean =>
  (silence?.kind === 'hangs' || silence?.kind === 'tls-hangs') && isThisMachine(address);

/** A full queue makes connects time out. */
const isFull = ({ cold, address }: AddressVisits): boolean =>
  cold.at(-1)?.connect === 'timed-out' && isThisMachine(address);

/**
 * Sends one more request to the first address that stayed silent, and reads the tables of the system while it is open. Where
 * connects time out the tables alone are read.
 */
export async function gatherOpenConnections(
  context: GatherContext,
  { visits }: Addresses,
): Promise<Outcome<OpenConnections> | null> {
  const { target, signal } = context;
  const mute = visits.find(isSilent);
  if (mute === undefined) return visits.some(isFull) ? lookAt(target.port, null, signal) : null;
  const connected = await connectTo(mute.address, target.port, Math.min(context.timeoutMs, OPEN_MS));
  // The earlier connections may have filled the queue.
  if (connected.outcome === 'timed-out') return lookAt(target.port, null, signal);
  if (connected.outcome !== 'accepted') return gotNothing('refused', `${mute.address} accepts no further connection`);
  const visiting = visitOn(connected.socket, target, { signal, timeoutMs: OPEN_MS });
  try {
    await sleep(SETTLED_MS, undefined, { signal });
    const look = await lookAt(target.port, connected.socket.localPort ?? 0, signal);
    const visit = await visiting;
    return visit.ok && look.ok ? got({ ...look.value, own: 'answered' }) : look;
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  } finally {
    connected.socket.destroy();
    await visiting;
  }
}

const UNKNOWN: OpenConnections = { queued: 0, own: 'unknown', processes: [], held: [], seesCalls: false };

async function lookAt(port: number, ownPort: number | null, signal: AbortSignal): Promise<Outcome<OpenConnections>> {
  if (process.platform !== 'linux') return got(UNKNOWN);
  // With tcp alone it leaves the name of the protocol out, which the parser expects.
  const ran = await runTool('ss', ['-tuanieOH'], 'linux', signal);
  if (ran.kind === 'failed') return gotNothing('no-tool', ran.because);
  const sockets = parseSockets(ran.stdout);
  const ofPort = sockets.filter(({ local }) => local.endsWith(`:${port}`));
  const own = ownPort === null ? undefined : ofPort.find(({ peer }) => peer.endsWith(`:${ownPort}`));
  const others = ofPort.filter((each) => each !== own && each.state === 'ESTAB');
  const pids = serversOf(port, new Set([process.pid]));
  const reads = readNow(pids);
  return got({
    queued: ofPort.reduce((sum, { state, receiveQueue }) => sum + (state === 'LISTEN' ? receiveQueue : 0), 0),
    own: ownPort === null ? 'not-accepted' : ownRequest(own),
    processes: [...pids].map(processOf),
    held: await heldConnections(others, sockets, reads.inodes),
    seesCalls: reads.seesCalls,
  });
}

/** A connection in the queue has no inode yet, and is not in the parsed table. */
function ownRequest(own: SocketSample | undefined): OwnRequest {
  if (own === undefined) return 'queued';
  return own.receiveQueue > 0 ? 'unread' : 'read';
}

function processOf(pid: number): ServerProcess {
  const task = openTask(pid, pid);
  const state = task?.read()?.state ?? '';
  task?.close();
  return { pid, program: programOf(pid), state };
}

/** The sockets that threads of these processes wait to read. */
function readNow(pids: ReadonlySet<number>): { readonly inodes: ReadonlySet<string>; readonly seesCalls: boolean } {
  const threads = [...pids].flatMap((pid) => threadsOf(pid).map((tid) => openTask(pid, tid)));
  const inodes = new Set(threads.flatMap((thread) => socketReadBy(thread) ?? []));
  const seesCalls = threads.length > 0 && threads.every((thread) => thread?.seesCalls === true);
  for (const thread of threads) thread?.close();
  return { inodes, seesCalls };
}

function socketReadBy(thread: TaskReader | null): string | null {
  const call = thread?.read()?.call ?? null;
  return call !== null && callKind(call, process.arch) === 'reads' ? call.socket : null;
}

async function heldConnections(
  ofServer: readonly SocketSample[],
  all: readonly SocketSample[],
  readInodes: ReadonlySet<string>,
): Promise<readonly HeldConnection[]> {
  const otherEnd = ({ local, peer }: SocketSample): SocketSample | undefined =>
    all.find((each) => each.local === peer && each.peer === local);
  const clients = await ownersOf(new Set(ofServer.flatMap((each) => otherEnd(each)?.inode ?? [])));
  return ofServer.map((socket) => {
    const pid = clients.get(otherEnd(socket)?.inode ?? '')?.pid;
    return {
      phase: phaseOf(socket),
      quietMs: Math.min(socket.lastSentMs, socket.lastReceivedMs),
      client: pid === undefined ? null : { pid, program: programOf(pid) },
      isRead: readInodes.has(socket.inode),
    };
  });
}

/** The kernel counts from the connect where nothing was sent or received. */
function phaseOf({
  bytesReceived,
  bytesSent,
  receiveQueue,
  lastSentMs,
  lastReceivedMs,
}: SocketSample): ConnectionPhase {
  if (bytesReceived === 0) return 'silent';
  return receiveQueue === 0 && bytesSent > 0 && lastSentMs <= lastReceivedMs ? 'idle' : 'asking';
}

export const openConnections = gatherer({
  kind: 'open-connections',
  title: 'reading the connections of the silent server',
  when: 'before',
  harm: 'none',
  budgetMs: 15_000,
  sends: ['where an accepted connection stayed without an answer: one more `GET` of the URL, for 1.5 s'],
  needs: ['addresses'],
  gather: ({ addresses }, context) => gatherOpenConnections(context, addresses),
});
