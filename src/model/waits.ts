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
  /** `127.0.0.1:6379`, or the path of a unix socket or of a locked file. */
  readonly place: string;
  /** The program that listens there, or the usual one of the port, or the holder of a lock; null where it is not known. */
  readonly program: string | null;
}

/** One part of the time of the requests. */
export interface WaitShare {
  readonly kind: WaitKind;
  readonly ms: number;
  /** Present for `connect`, `answer` and `name`, and for the `lock` of a file that another process holds. */
  readonly peer: Peer | null;
}

/** What the server exchanged with another one while requests were open. What is shorter than 50 ms may be missing. */
export interface PeerTraffic {
  readonly peer: Peer;
  /** Connections that were opened, and segments that were sent, which are at least as many as questions. */
  readonly opened: number;
  readonly questions: number;
  /** The time of new connections before the first byte of either side, and before the first one of the other side. */
  readonly silentMs: number;
  readonly unansweredMs: number;
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
  /** The time on a core of each process while requests were open, the busiest first. */
  readonly processes: readonly { readonly program: string; readonly pid: number; readonly cpuMs: number }[];
  /** The kernel's part of that time. */
  readonly systemMs: number;
  /** The busiest processes that are not of the server, and how many cores each used. */
  readonly others: readonly { readonly program: string; readonly pid: number; readonly cores: number }[];
  /** Of this machine. */
  readonly cores: number;
  readonly traffic: readonly PeerTraffic[];
  /** What the server says of itself (Server-Timing): the mean of each part. Empty where it says nothing. */
  readonly serverTiming: readonly { readonly name: string; readonly ms: number }[];
  /** What may not be read here, in words. */
  readonly denied: readonly string[];
}

/** The same for each slow flow of a load, one iteration at a time. */
export interface FlowWaits {
  readonly flows: readonly {
    readonly flow: string;
    /** The name of one iteration, with its article: `a refresh`. */
    readonly noun: string;
    /** Whether it checks a password, which is slow on purpose. */
    readonly checksPassword: boolean;
    readonly waits: ServerWaits;
  }[];
}

const texts: Readonly<Record<WaitKind, string>> = {
  cpu: 'on the CPU',
  core: 'waiting for a free core',
  connect: 'connecting to',
  answer: 'waiting for an answer of',
  name: 'asking for a name at',
  disk: 'waiting for the disk',
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
  peer === null ? texts[kind] : `${texts[kind]}${kind === 'lock' ? ' on' : ''} ${peerText(peer)}`;
