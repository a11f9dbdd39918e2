import type { Outcome } from '../../../model/outcome.ts';
import type { Target } from '../../../model/target.ts';
import type { ServerWaits } from '../../../model/waits.ts';

/** One thread of the server, at one moment. Times are since the start of the thread. */
export interface TaskSample {
  /** The index of the thread in `Watched.tasks`. */
  readonly task: number;
  /** `R`, `S`, `D` and so on, as /proc/PID/stat has it. */
  readonly state: string;
  /** The kernel function in which the thread waits; empty where the kernel does not say. */
  readonly wchan: string;
  /** The system call; null while it runs, and where it may not be read. */
  readonly call: SystemCall | null;
  /** On a core, and ready to run while other threads had the cores. */
  readonly runUs: number;
  readonly queueUs: number;
  /** The part of the time on a core that the kernel took, in steps of 10 ms. */
  readonly systemUs: number;
}

export interface SystemCall {
  readonly number: number;
  /** The first two arguments as numbers: of select and poll one of them counts the descriptors. */
  readonly first: number;
  readonly second: number;
  /** The inode of the socket that the first argument names; null where it is no socket. */
  readonly socket: string | null;
  /** The fourth argument, which is the time-out of some calls, or the address of one. */
  readonly timeout: number;
}

export interface SocketSample {
  readonly inode: string;
  readonly protocol: 'tcp' | 'udp' | 'unix';
  readonly state: string;
  /** `127.0.0.1:6379`, or of a unix socket the path of its file, which may be empty. */
  readonly local: string;
  readonly peer: string;
  /** Received and not read by the program; of a listener: connections that are not accepted. */
  readonly receiveQueue: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
  /** Segments with data: as many as questions where each fits one segment. */
  readonly segmentsSent: number;
  /** How long ago, in ms. */
  readonly lastSentMs: number;
  readonly lastReceivedMs: number;
}

export interface TaskTick {
  /** µs of the machine's monotonic clock. */
  readonly atUs: number;
  readonly tasks: readonly TaskSample[];
}

export interface SocketTick {
  readonly atUs: number;
  /** Those of the server's processes, and the listeners of the port. */
  readonly sockets: readonly SocketSample[];
}

/** A lock of another process on a file that a process of the server has open. */
export interface ForeignLock {
  /** The path of the file, as the server has it open. */
  readonly file: string;
  /** SQLite sleeps and tries again. Of other locks only those are listed for which the server waits. */
  readonly kind: 'sqlite' | 'other';
  /** The program that holds the lock, and its process. */
  readonly program: string;
  readonly pid: number;
}

export interface LockTick {
  readonly atUs: number;
  readonly locks: readonly ForeignLock[];
}

/** How much of the cores one process used. */
export interface ProcessTime {
  readonly pid: number;
  readonly program: string;
  readonly us: number;
}

export interface Task {
  readonly pid: number;
  readonly tid: number;
  /** The name of the program. */
  readonly program: string;
}

/** What was seen of the server's processes. */
export interface Watched {
  readonly tasks: readonly Task[];
  readonly taskTicks: readonly TaskTick[];
  readonly socketTicks: readonly SocketTick[];
  readonly lockTicks: readonly LockTick[];
  /** The processes that are not of the server, from the start of the watch to its end, the busiest first. */
  readonly others: readonly ProcessTime[];
  /** What may not be read here, each once. */
  readonly denied: readonly string[];
}

/** One request, on the machine's monotonic clock. */
export interface TimedRequest {
  readonly sentUs: number;
  readonly endUs: number;
  /** The local port of its connection. */
  readonly port: number | null;
  /** What the server says of itself: the parts of its Server-Timing header, in ms. */
  readonly serverTiming: readonly (readonly [string, number])[];
}

/** Watches a slow server from inside while its addresses are visited, so that the same requests serve both. */
export interface VisitWatch {
  /** Resolves when the server is watched, or cannot be. Called while no request is open. */
  begin(at: { readonly target: Target; readonly signal: AbortSignal }): Promise<void>;
  /** A visit that ended. */
  note(request: TimedRequest): void;
  /** After the last visit that is needed, it resolves when the server was seen without a request. Else it resolves at once. */
  rest(): Promise<void>;
  /** Ends the watch once there are enough requests. It sends those that are missing. */
  end(): Promise<void>;
  /** Null where nothing was watched. */
  outcome(): Outcome<ServerWaits> | null;
}
