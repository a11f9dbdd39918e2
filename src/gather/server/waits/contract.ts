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
}

export interface SystemCall {
  readonly number: number;
  /** The inode of the socket that the first argument names; null where it is no socket. */
  readonly socket: string | null;
  /** The fourth argument, which is the time-out of some calls. */
  readonly timeout: number;
}

export interface SocketSample {
  readonly inode: string;
  readonly protocol: 'tcp' | 'udp';
  readonly state: string;
  readonly local: string;
  readonly peer: string;
  /** Received and not read by the program; of a listener: connections that are not accepted. */
  readonly receiveQueue: number;
  readonly bytesSent: number;
  readonly bytesReceived: number;
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
  /** What may not be read here, each once. */
  readonly denied: readonly string[];
}

/** One request, on the machine's monotonic clock. */
export interface TimedRequest {
  readonly sentUs: number;
  readonly endUs: number;
  /** The local port of its connection. */
  readonly port: number | null;
}
