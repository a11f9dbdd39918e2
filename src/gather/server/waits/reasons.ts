import type { WaitKind } from '../../../model/waits.ts';
import type { ForeignLock, SocketSample, TaskSample } from './contract.ts';
import { isConnecting, isWaitingAs, type Scene } from './scene.ts';
import { isOutside } from './sockets-over-time.ts';
import { callKind } from './system-calls.ts';
import { endsByTimer, type Moment } from './timers.ts';
import { reasonOf, waitsForThread } from './wait.ts';

/** Why no thread of the server could run. */
export interface Reason {
  readonly kind: WaitKind;
  readonly peer: string | null;
}

export const nothingKnown: Reason = { kind: 'unexplained', peer: null };
const sleeping: Reason = { kind: 'sleep', peer: null };

/** One moment of a request, with what is known of it. */
interface Look {
  readonly scene: Scene;
  readonly moment: Moment;
  /** Null where the sockets were not looked at since the request began. */
  readonly sockets: readonly SocketSample[] | null;
  /** The threads that do not wait for a request. */
  readonly working: readonly TaskSample[];
  /** The locks of other processes on files of the server. */
  readonly locks: readonly ForeignLock[];
}

/** From the reason that explains most to the one that explains least. */
const explanations: readonly ((look: Look) => Reason | null)[] = [
  ofConnects,
  ofReads,
  ofLocks,
  ofWrites,
  ofSleeps,
  ofAnswers,
  ofPolls,
  ofTimers,
  ofQueue,
  ofOtherThreads,
];

/** The reason at one sample. */
export function reasonAt(scene: Scene, moment: Moment): Reason {
  const { request, tick } = moment;
  const look: Look = {
    scene,
    moment,
    sockets: scene.history.at(tick.atUs, request.sentUs),
    working: tick.tasks.filter((sample) => !isWaitingAs(scene.idle, sample)),
    locks: scene.lockTicks.findLast(({ atUs }) => atUs <= tick.atUs)?.locks ?? [],
  };
  for (const explain of explanations) {
    const reason = explain(look);
    if (reason !== null) return reason;
  }
  return nothingKnown;
}

/** A connect that is not answered, or a question to a name server. */
function ofConnects({ scene: { port, background, openBefore }, sockets }: Look): Reason | null {
  const outside = (sockets ?? []).filter(isOutside(port));
  const connecting = outside.find((socket) => isConnecting(socket) && !background.has(socket.peer));
  if (connecting !== undefined) return { kind: 'connect', peer: connecting.peer };
  const asking = outside.find(
    ({ protocol, peer, inode }) => protocol === 'udp' && peer.endsWith(':53') && !openBefore.has(inode),
  );
  return asking === undefined ? null : { kind: 'name', peer: asking.peer };
}

const waitingFor = ({ scene: { arch }, working }: Look, reason: ReturnType<typeof reasonOf>): readonly TaskSample[] =>
  working.filter((each) => reasonOf(each, arch) === reason);

function ofReads(look: Look): Reason | null {
  const peers = waitingFor(look, 'reads').map(({ call }) =>
    call?.socket === undefined || call.socket === null ? null : look.scene.history.peerOf(call.socket),
  );
  const peer = peers.find((each) => each !== null);
  return peer === undefined || peer === null ? null : answerOf(peer);
}

function ofLocks(look: Look): Reason | null {
  if (waitingFor(look, 'lock').length === 0) return null;
  const lock = look.locks.find(({ kind }) => kind === 'other') ?? look.locks[0];
  return { kind: 'lock', peer: lock?.file ?? null };
}

function ofWrites(look: Look): Reason | null {
  return waitingFor(look, 'disk').length === 0 ? null : { kind: 'disk', peer: null };
}

/** SQLite sleeps between two attempts to lock its file. */
function ofSleeps(look: Look): Reason | null {
  if (waitingFor(look, 'sleep').length === 0) return null;
  const lock = look.locks.find(({ kind }) => kind === 'sqlite');
  return lock === undefined ? sleeping : { kind: 'lock', peer: lock.file };
}

/** The sockets at which systemd-resolved, nscd and Avahi take questions for names. */
const NAME_SERVICES = /\/(?:systemd\/resolve|nscd|avahi-daemon)\//;

const answerOf = (peer: string): Reason => ({ kind: NAME_SERVICES.test(peer) ? 'name' : 'answer', peer });

function ofAnswers({ scene: { history }, moment: { request, tick } }: Look): Reason | null {
  const open = history.openQuestion(request.sentUs, tick.atUs);
  return open === null ? null : answerOf(open.peer);
}

/** A thread that waits for one of its connections, where the only other server is behind a unix socket. */
function ofPolls({ scene: { arch }, working, sockets }: Look): Reason | null {
  const isPolling = working.some(({ call }) => call !== null && callKind(call, arch) === 'polls');
  if (!isPolling) return null;
  const isUnix = ({ protocol, peer }: SocketSample): boolean => protocol === 'unix' && peer !== '';
  const peers = new Set((sockets ?? []).filter(isUnix).map(({ peer }) => peer));
  const [only] = peers;
  return only === undefined || peers.size > 1 ? null : answerOf(only);
}

function ofTimers({ scene: { arch, idleTimeouts }, moment }: Look): Reason | null {
  return endsByTimer(moment, arch, idleTimeouts) ? sleeping : null;
}

/** A connection that no process has accepted is in no descriptor table, so that it is not listed with an inode. */
function ofQueue({ moment: { request }, sockets }: Look): Reason | null {
  if (request.port === null || sockets === null || sockets.length === 0) return null;
  const isAccepted = sockets.some(({ peer, state }) => state !== 'LISTEN' && peer.endsWith(`:${request.port}`));
  return isAccepted ? null : { kind: 'not-accepted', peer: null };
}

/** A thread that waits for another one of its process. A thread of a pool that has no work waits so after the requests too. */
function ofOtherThreads({ scene, working }: Look): Reason | null {
  const isHeldUp = (sample: TaskSample): boolean =>
    waitsForThread(sample, scene.arch) && !isWaitingAs(scene.rest, sample);
  return working.some(isHeldUp) ? { kind: 'lock', peer: null } : null;
}
