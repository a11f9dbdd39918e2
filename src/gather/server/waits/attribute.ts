import type { WaitKind } from '../../../model/waits.ts';
import type { SocketSample, TaskSample, TaskTick, TimedRequest, Watched } from './contract.ts';
import { type SocketHistory, socketHistory } from './sockets-over-time.ts';
import { endsByTimer, type Moment } from './timers.ts';
import { reasonOf, signatureOf } from './wait.ts';

/** A part of the time of the requests; `peer` is the place at the other end. */
export interface Part {
  readonly kind: WaitKind;
  readonly peer: string | null;
  readonly us: number;
}

interface Given {
  readonly watched: Watched;
  readonly requests: readonly TimedRequest[];
  /** The port of the server. */
  readonly port: number;
  readonly arch: string;
}

interface Reason {
  readonly kind: WaitKind;
  readonly peer: string | null;
}

/**
 * Where the time of the requests went. The parts add up to the times of the requests. A thread that waits as it did before
 * the first request waits for the next one, and explains nothing.
 */
export function attribute({ watched, requests, port, arch }: Given): readonly Part[] {
  const sums = new Map<string, Part>();
  const add = ({ kind, peer }: Reason, us: number): void => {
    const key = `${kind} ${peer ?? ''}`;
    if (us > 0) sums.set(key, { kind, peer, us: (sums.get(key)?.us ?? 0) + us });
  };
  const firstUs = Math.min(...requests.map(({ sentUs }) => sentUs));
  const history = socketHistory(watched.socketTicks, port);
  const scene: Scene = {
    arch,
    port,
    history,
    idle: idleSignatures(watched.taskTicks, firstUs),
    background: history.peersBefore(firstUs, isConnecting),
  };
  for (const request of requests) addRequest(add, scene, { request, all: watched.taskTicks });
  return [...sums.values()].toSorted((a, b) => b.us - a.us);
}

type Add = (reason: Reason, us: number) => void;

/**
 * The time on a core and the wait for one are counts of the kernel. The rest is divided by what the threads waited for at the
 * samples at which none of them could run.
 */
function addRequest(
  add: Add,
  scene: Scene,
  { request, all }: { readonly request: TimedRequest; readonly all: readonly TaskTick[] },
): void {
  const spanUs = request.endUs - request.sentUs;
  const { runUs, queueUs } = spentIn(request, all);
  const cpuUs = Math.min(spanUs, runUs);
  const coreUs = Math.min(spanUs - cpuUs, queueUs);
  add({ kind: 'cpu', peer: null }, cpuUs);
  add({ kind: 'core', peer: null }, coreUs);
  const restUs = spanUs - cpuUs - coreUs;
  const ticks = all.filter(({ atUs }) => atUs > request.sentUs && atUs <= request.endUs);
  const waiting = ticks
    .map((tick, index) => ({ tick, us: tick.atUs - (ticks[index - 1]?.atUs ?? request.sentUs) }))
    .filter(({ tick: { tasks } }) => !tasks.some(({ state }) => state === 'R'));
  const waitedUs = waiting.reduce((sum, { us }) => sum + us, 0);
  for (const { tick, us } of waiting) add(reasonAt(scene, { request, tick, ticks }), (restUs * us) / waitedUs);
  if (waiting.length === 0) add(nothingKnown, restUs);
}

/** From the last sample before the request to the first one after it: the kernel adds a wait for a core at its end. */
function spentIn({ sentUs, endUs }: TimedRequest, all: readonly TaskTick[]): Pick<TaskSample, 'runUs' | 'queueUs'> {
  const from = Math.max(
    0,
    all.findLastIndex(({ atUs }) => atUs <= sentUs),
  );
  const until = all.findIndex(({ atUs }) => atUs > endUs);
  const [first, last] = [new Map<number, TaskSample>(), new Map<number, TaskSample>()];
  for (const { tasks } of all.slice(from, until === -1 ? undefined : until + 1)) {
    for (const sample of tasks) {
      if (!first.has(sample.task)) first.set(sample.task, sample);
      last.set(sample.task, sample);
    }
  }
  const isOld = (task: number): boolean => all[from]?.tasks.some((sample) => sample.task === task) === true;
  const sumOf = (key: 'runUs' | 'queueUs'): number =>
    [...last].reduce((sum, [task, sample]) => sum + sample[key] - (isOld(task) ? (first.get(task)?.[key] ?? 0) : 0), 0);
  return { runUs: sumOf('runUs'), queueUs: sumOf('queueUs') };
}

interface Scene {
  readonly arch: string;
  readonly port: number;
  readonly history: SocketHistory;
  /** How each thread waited before the first request. */
  readonly idle: ReadonlyMap<number, ReadonlySet<string>>;
  /** Places that were connected to without a request. */
  readonly background: ReadonlySet<string>;
}

const isConnecting = ({ state }: SocketSample): boolean => state === 'SYN-SENT';

function idleSignatures(ticks: readonly TaskTick[], firstUs: number): Scene['idle'] {
  const idle = new Map<number, Set<string>>();
  for (const { tasks } of ticks.filter(({ atUs }) => atUs <= firstUs)) {
    for (const sample of tasks) {
      const known = idle.get(sample.task) ?? new Set();
      idle.set(sample.task, known.add(signatureOf(sample)));
    }
  }
  return idle;
}

const nothingKnown: Reason = { kind: 'unexplained', peer: null };
const sleeping: Reason = { kind: 'sleep', peer: null };

function reasonAt(scene: Scene, moment: Moment): Reason {
  const { request, tick } = moment;
  const sockets = scene.history.at(tick.atUs, request.sentUs);
  const working = tick.tasks.filter((sample) => !isIdle(scene, sample));
  return (
    reasonOfConnects(scene, sockets ?? []) ??
    reasonOfThreads(scene, working) ??
    reasonOfAnswers(scene, moment) ??
    (endsByTimer(moment, scene.arch) ? sleeping : null) ??
    reasonOfQueue(request, sockets) ??
    nothingKnown
  );
}

/** A connect that is not answered, or a question to a name server. */
function reasonOfConnects({ port, background }: Scene, sockets: readonly SocketSample[]): Reason | null {
  const outside = sockets.filter(({ local }) => !local.endsWith(`:${port}`));
  const connecting = outside.find((socket) => isConnecting(socket) && !background.has(socket.peer));
  if (connecting !== undefined) return { kind: 'connect', peer: connecting.peer };
  const asking = outside.find(({ protocol, peer }) => protocol === 'udp' && peer.endsWith(':53'));
  return asking === undefined ? null : { kind: 'name', peer: asking.peer };
}

const isIdle = ({ idle }: Scene, sample: TaskSample): boolean =>
  idle.get(sample.task)?.has(signatureOf(sample)) === true;

/** The order of these is that of how much they explain. */
const inOrder = ['reads', 'lock', 'disk', 'sleep'] as const;

function reasonOfThreads({ arch, history }: Scene, working: readonly TaskSample[]): Reason | null {
  for (const wanted of inOrder) {
    for (const { call } of working.filter((each) => reasonOf(each, arch) === wanted)) {
      if (wanted !== 'reads') return { kind: wanted, peer: null };
      const socket = call?.socket ?? null;
      const peer = socket === null ? null : history.peerOf(socket);
      if (peer !== null) return { kind: 'answer', peer };
    }
  }
  return null;
}

function reasonOfAnswers({ history }: Scene, { request, tick }: Moment): Reason | null {
  const open = history.openQuestion(request.sentUs, tick.atUs);
  return open === null ? null : { kind: 'answer', peer: open.peer };
}

/** A connection that no process has accepted is in no descriptor table, so that it is not listed with an inode. */
function reasonOfQueue({ port }: TimedRequest, sockets: readonly SocketSample[] | null): Reason | null {
  if (port === null || sockets === null || sockets.length === 0) return null;
  const isAccepted = sockets.some(({ peer, state }) => state !== 'LISTEN' && peer.endsWith(`:${port}`));
  return isAccepted ? null : { kind: 'not-accepted', peer: null };
}
