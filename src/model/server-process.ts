/** The tools that stop or trace a program, as its command line or its ports show them. */
export const debuggerKinds = ['node-inspector', 'debugpy', 'pydevd', 'xdebug', 'jdwp', 'tracer'] as const;
export type DebuggerKind = (typeof debuggerKinds)[number];

/** A debugger of one process. */
export interface SeenDebugger {
  readonly kind: DebuggerKind;
  /** The port on which the process waits for a debugger; null where none was seen. */
  readonly port: number | null;
  /** Whether a debugger is connected: to that port, or as the tracer of the process. */
  readonly connected: boolean;
  /** The name of the tracer's program; null for other debuggers. */
  readonly program: string | null;
}

/** One process that owns a listening socket of the port. */
export interface ProcessState {
  readonly pid: number;
  readonly program: string;
  /** `R`, `S`, `D`, `T` (stopped), `t` (stopped by its tracer) and so on, as /proc/PID/stat has it. */
  readonly state: string;
  /** Seconds from the start of the machine to the start of the process: with the pid it names one process. */
  readonly startedS: number;
  /** How long it had run. */
  readonly ageS: number;
  readonly threads: number;
  readonly debuggers: readonly SeenDebugger[];
  /** Open descriptors, and the soft limit of them; null where it may not be read. */
  readonly openFiles: number | null;
  readonly openFilesLimit: number | null;
}

/** The processes that listen on the port, before the addresses were visited and after. */
export interface ServerProcesses {
  readonly before: readonly ProcessState[];
  readonly after: readonly ProcessState[];
}
