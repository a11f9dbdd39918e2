import { SLOW_ANSWER_MS } from '../../model/slow.ts';
import { type Peer, type ServerWaits, type WaitKind, type WaitShare, watchedMs } from '../../model/waits.ts';

/** What takes most of the time of a slow request inside the server. */
export interface InsideCause {
  /** The audit that reports it. */
  readonly id: InsideId;
  /** The other end; null where there is none. Of several locked files the one that takes longest. */
  readonly peer: Peer | null;
  /** For each request, and the whole request. */
  readonly ms: number;
  readonly requestMs: number;
}

/** What takes most of the time of one kind of request. */
export interface CauseOf extends InsideCause {
  /** `a request`, or one iteration of a flow: `a refresh`. */
  readonly of: string;
}

export const insideIds = [
  'downstream-late-refusal',
  'downstream-connect-each-request',
  'downstream-slow-answer',
  'server-resolves-names',
  'cpu-bound-request',
  'waits-for-core',
  'disk-bound-request',
  'lock-bound-request',
  'sleeping-request',
] as const;
export type InsideId = (typeof insideIds)[number];

/** More than half of the time, by as much as the samples may err: ten points of a hundred. */
const LEAST_SHARE = 0.6;

/** Null where the requests are quick, and where no single part is most of their time. */
export function insideCause(waits: ServerWaits): InsideCause | null {
  const { requestsMs } = waits;
  const requestMs = watchedMs(waits) / requestsMs.length;
  if (requestMs <= SLOW_ANSWER_MS) return null;
  const found = ofComputing(waits, requestMs) ?? ofWriting(waits, requestMs) ?? ofWaiting(waits, requestMs);
  return found === null ? null : { ...found, requestMs };
}

type Found = Omit<InsideCause, 'requestMs'>;

const msOf = ({ shares, requestsMs }: ServerWaits, kind: WaitKind): number =>
  shares.filter((share) => share.kind === kind).reduce((sum, { ms }) => sum + ms, 0) / requestsMs.length;

/** Less than this much of a request in the queue is the usual company of other programs. */
const NOTABLE_QUEUE = 0.2;

/**
 * A request that computes waits for a core too where other programs take the cores. If it computes for so long that it is slow
 * without them, computing is the cause.
 */
function ofComputing(waits: ServerWaits, requestMs: number): Found | null {
  const [cpuMs, coreMs] = [msOf(waits, 'cpu'), msOf(waits, 'core')];
  if (cpuMs + coreMs < LEAST_SHARE * requestMs) return null;
  const isQuickAlone = cpuMs <= SLOW_ANSWER_MS && coreMs >= NOTABLE_QUEUE * requestMs;
  if (isQuickAlone || coreMs >= LEAST_SHARE * requestMs) return { id: 'waits-for-core', peer: null, ms: coreMs };
  return cpuMs < LEAST_SHARE * requestMs || writes(waits) ? null : { id: 'cpu-bound-request', peer: null, ms: cpuMs };
}

/** A sync costs the kernel time on a core too, beside the wait for the disk. */
const NOTABLE_DISK = 0.2;

const writingMs = (waits: ServerWaits): number => {
  const systemMs = Math.min(waits.systemMs / waits.requestsMs.length, msOf(waits, 'cpu'));
  return msOf(waits, 'disk') + systemMs;
};

const writes = (waits: ServerWaits): boolean => {
  const requestMs = watchedMs(waits) / waits.requestsMs.length;
  return msOf(waits, 'disk') >= NOTABLE_DISK * requestMs && writingMs(waits) >= LEAST_SHARE * requestMs;
};

const ofWriting = (waits: ServerWaits, requestMs: number): Found | null =>
  writes(waits) ? { id: 'disk-bound-request', peer: null, ms: Math.min(writingMs(waits), requestMs) } : null;

/** What to report where one wait is most of the time. A wait to be accepted needs more than the time inside the server. */
const waits: Readonly<Partial<Record<WaitKind, (watched: ServerWaits, share: WaitShare) => InsideId>>> = {
  connect: () => 'downstream-late-refusal',
  answer: (watched, { peer }) =>
    opensEachTime(watched, peer) ? 'downstream-connect-each-request' : 'downstream-slow-answer',
  name: () => 'server-resolves-names',
  lock: () => 'lock-bound-request',
  sleep: () => 'sleeping-request',
};

function ofWaiting(watched: ServerWaits, requestMs: number): Found | null {
  const requests = watched.requestsMs.length;
  const isMost = ({ kind, ms }: WaitShare): boolean =>
    waits[kind] !== undefined && ms / requests >= LEAST_SHARE * requestMs;
  const share = watched.shares.find(isMost) ?? lockOf(watched, requestMs);
  const id = share === undefined ? undefined : waits[share.kind]?.(watched, share);
  return share === undefined || id === undefined ? null : { id, peer: share.peer, ms: share.ms / requests };
}

/** The locks together: the same lock may be seen with its file and without it. */
function lockOf(watched: ServerWaits, requestMs: number): WaitShare | undefined {
  const eachMs = msOf(watched, 'lock');
  const longest = watched.shares.find(({ kind, peer }) => kind === 'lock' && peer !== null);
  if (eachMs < LEAST_SHARE * requestMs) return undefined;
  return { kind: 'lock', peer: longest?.peer ?? null, ms: eachMs * watched.requestsMs.length };
}

/** Connections that are opened now and then, as by a pool that grows, are fewer than this share of the requests. */
const MOST_REQUESTS = 0.8;
/** The sockets are looked at ten times less often than the threads, so that both ends of a wait are known less well. */
const MOST_OF_THE_WAIT = 0.5;
/** A request that opens this many connections opens one for each question. */
const MANY_CONNECTIONS = 3;
/** PostgreSQL sends its first byte only when it has accepted the connection and its user. */
const SENDS_AFTER_SIGN_IN = /postgres/i;

/**
 * Whether new connections are what takes the time: the other side is silent until it greets, or a request opens many. Where a
 * client speaks first on a new connection, a slow connection and a slow answer look alike, and the answer is reported.
 */
function opensEachTime({ traffic, requestsMs, shares }: ServerWaits, peer: Peer | null): boolean {
  const seen = traffic.find((each) => each.peer.place === peer?.place);
  const share = shares.find(({ kind, peer: other }) => kind === 'answer' && other?.place === peer?.place);
  if (seen === undefined || share === undefined || seen.opened < MOST_REQUESTS * requestsMs.length) return false;
  const greetingMs = SENDS_AFTER_SIGN_IN.test(peer?.program ?? '') ? seen.unansweredMs : seen.silentMs;
  return greetingMs >= MOST_OF_THE_WAIT * share.ms || seen.opened >= MANY_CONNECTIONS * requestsMs.length;
}
