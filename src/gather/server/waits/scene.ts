import type { LockTick, SocketSample, TaskSample, TaskTick, TimedRequest, Watched } from './contract.ts';
import { isOutside, type SocketHistory, socketHistory } from './sockets-over-time.ts';
import { loopTimeoutMs } from './system-calls.ts';
import { signatureOf } from './wait.ts';

/** How threads wait, by the index of the thread. */
type Signatures = ReadonlyMap<number, ReadonlySet<string>>;

/** What does not depend on the moment that is explained. */
export interface Scene {
  readonly arch: string;
  readonly port: number;
  readonly history: SocketHistory;
  readonly lockTicks: readonly LockTick[];
  /** How each thread waited before the first request. */
  readonly idle: Signatures;
  /** How each thread waited after the last one. */
  readonly rest: Signatures;
  /** For each loop whose timer passes again and again without a request: its time-out in ms. */
  readonly idleTimeouts: ReadonlyMap<number, number>;
  /** Sockets that were open before the first request. */
  readonly openBefore: ReadonlySet<string>;
  /** Places that were connected to without a request. */
  readonly background: ReadonlySet<string>;
}

/** Everything that was seen, and the requests meanwhile. */
export interface Watch {
  readonly watched: Watched;
  readonly requests: readonly TimedRequest[];
  /** Requests that were open when the watch began: the server was not idle then. */
  readonly alreadyOpen: readonly TimedRequest[];
  /** The port of the server. */
  readonly port: number;
  readonly arch: string;
}

export function sceneOf(watch: Watch): Scene {
  const { watched, requests, port, arch } = watch;
  const lastUs = Math.max(...requests.map(({ endUs }) => endUs));
  const idle = idleTicks(watch, watched.taskTicks);
  const idleSockets = idleTicks(watch, watched.socketTicks).flatMap(({ sockets }) => sockets.filter(isOutside(port)));
  return {
    arch,
    port,
    history: socketHistory(watched.socketTicks, port),
    lockTicks: watched.lockTicks,
    idle: signaturesIn(idle),
    rest: signaturesIn(watched.taskTicks.filter(({ atUs }) => atUs > lastUs)),
    idleTimeouts: repeatedTimeouts(idle, arch),
    openBefore: new Set(idleSockets.map(({ inode }) => inode)),
    background: new Set(idleSockets.filter(isConnecting).map(({ peer }) => peer)),
  };
}

/** The looks before the first request at which the server had none. */
export function idleTicks<T extends { readonly atUs: number }>(
  { requests, alreadyOpen }: Watch,
  ticks: readonly T[],
): readonly T[] {
  const firstUs = Math.min(...requests.map(({ sentUs }) => sentUs));
  const isOpen = (atUs: number): boolean => alreadyOpen.some(({ sentUs, endUs }) => atUs >= sentUs && atUs <= endUs);
  return ticks.filter(({ atUs }) => atUs <= firstUs && !isOpen(atUs));
}

/** The server is watched for 250 ms before the first request: a timer of half of that must have passed meanwhile. */
const LONGEST_TIMEOUT_MS = 125;

/** Of each loop that waits for nothing longer than this without a request, the longest time-out. */
function repeatedTimeouts(ticks: readonly TaskTick[], arch: string): ReadonlyMap<number, number> {
  const longest = new Map<number, number>();
  for (const { task, call } of ticks.flatMap(({ tasks }) => tasks)) {
    const timeoutMs = call === null ? null : (loopTimeoutMs(call, arch) ?? Infinity);
    if (timeoutMs !== null) longest.set(task, Math.max(timeoutMs, longest.get(task) ?? 0));
  }
  return new Map([...longest].filter(([, timeoutMs]) => timeoutMs <= LONGEST_TIMEOUT_MS));
}

export const isConnecting = ({ state }: SocketSample): boolean => state === 'SYN-SENT';

export const isWaitingAs = (signatures: Signatures, sample: TaskSample): boolean =>
  signatures.get(sample.task)?.has(signatureOf(sample)) === true;

function signaturesIn(ticks: readonly TaskTick[]): Signatures {
  const all = new Map<number, Set<string>>();
  for (const { tasks } of ticks) {
    for (const sample of tasks) all.set(sample.task, (all.get(sample.task) ?? new Set()).add(signatureOf(sample)));
  }
  return all;
}
