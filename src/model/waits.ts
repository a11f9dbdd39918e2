/** What a server did or waited for while it had a request. */
export const waitKinds = [
  'cpu',
  'core',
  'connect',
  'answer',
  'name',
  'disk',
  'lock',
  'sleep',
  'not-accepted',
  'unexplained',
] as const;
export type WaitKind = (typeof waitKinds)[number];

/** The other end of a wait. */
export interface Peer {
  /** `127.0.0.1:6379`. */
  readonly place: string;
  /** The program that listens there, or the usual one of the port; null where neither is known. */
  readonly program: string | null;
}

/** One part of the time of the requests. */
export interface WaitShare {
  readonly kind: WaitKind;
  readonly ms: number;
  /** Present for `connect`, `answer` and `name`. */
  readonly peer: Peer | null;
}

/** Where the time of requests went inside the server. The shares add up to the times of the requests. */
export interface ServerWaits {
  /** The time of each request, in ms. */
  readonly requestsMs: readonly number[];
  readonly shares: readonly WaitShare[];
  /** How often the threads were looked at while a request was open. */
  readonly samples: number;
  /** The programs of the server that were watched, each with its number of processes. */
  readonly programs: readonly { readonly name: string; readonly processes: number }[];
  /** What may not be read here, in words. */
  readonly denied: readonly string[];
}

const texts: Readonly<Record<WaitKind, string>> = {
  cpu: 'on the CPU',
  core: 'waiting for a free core',
  connect: 'connecting to',
  answer: 'waiting for an answer of',
  name: 'asking the name server',
  disk: 'writing to disk',
  lock: 'waiting for a lock',
  sleep: 'asleep until a timer ends',
  'not-accepted': 'not accepted yet',
  unexplained: 'unexplained',
};

/** The time of all requests together. */
export const watchedMs = ({ requestsMs }: Pick<ServerWaits, 'requestsMs'>): number =>
  requestsMs.reduce((sum, ms) => sum + ms, 0);

export const peerText = ({ place, program }: Peer): string => (program === null ? place : `${place} (${program})`);

/** What the server did, as the rest of a sentence. */
export const shareText = ({ kind, peer }: Pick<WaitShare, 'kind' | 'peer'>): string =>
  peer === null ? texts[kind] : `${texts[kind]} ${peerText(peer)}`;
