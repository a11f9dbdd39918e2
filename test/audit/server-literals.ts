import type { IdleForm, IdleTrial } from '../../src/model/idle-connection.ts';
import type { HeldConnection, OpenConnections } from '../../src/model/open-connections.ts';
import type { ListenQueue, QueuedListener } from '../../src/model/listen-queue.ts';
import type { Slope, SlopeBatch } from '../../src/model/slope.ts';
import type { Machine } from '../../src/model/machine.ts';
import type { ProcessState } from '../../src/model/server-process.ts';

/** Requests at once, whose first bytes came after these times. */
export const batch = (firstBytesMs: readonly number[], over: Partial<SlopeBatch> = {}): SlopeBatch => ({
  atOnce: firstBytesMs.length,
  cookies: 'none',
  firstBytesMs,
  connectsMs: firstBytesMs.map(() => 0.2),
  statuses: { 200: firstBytesMs.length },
  notAccepted: 0,
  overflows: 0,
  ...over,
});

/** One, two and four requests at once at a server with so many workers. */
export const waves = (workers: number, eachMs: number, over: Partial<SlopeBatch> = {}): readonly SlopeBatch[] =>
  [1, 2, 4].map((size) =>
    batch(
      Array.from({ length: size }, (_, rank) => (Math.floor(rank / workers) + 1) * eachMs),
      over,
    ),
  );

export const slopeOf = (batches: readonly SlopeBatch[], over: Partial<Slope> = {}): Slope => ({
  address: '127.0.0.1',
  aloneMs: batches.find(({ atOnce }) => atOnce === 1)?.firstBytesMs[0] ?? 2,
  setsCookie: false,
  batches,
  serving: null,
  acceptsIdle: null,
  afterPause: null,
  ...over,
});

/** A server that accepts a connection when the answer before it is complete. */
export const oneWorker = {
  serving: { processes: 1, threads: 1, hasEventLoop: false },
  acceptsIdle: false,
} as const satisfies Partial<Slope>;

/** A server with one event loop. */
export const eventLoop = {
  serving: { processes: 1, threads: 7, hasEventLoop: true },
  acceptsIdle: true,
} as const satisfies Partial<Slope>;

export const queued = (over: Partial<QueuedListener> = {}): QueuedListener => ({
  address: '127.0.0.1',
  waitingBefore: 0,
  mostWaiting: 0,
  backlog: 128,
  ...over,
});

export const queueOf = (listener: Partial<QueuedListener> = {}, overflows: number | null = 0): ListenQueue => ({
  listeners: [queued(listener)],
  overflows,
});

/** A machine of two cores that was watched for a second, and was idle. */
export const machineOf = (over: Partial<Machine> = {}): Machine => ({
  elapsedMs: 1_000,
  cores: 2,
  loadAverage: 0.1,
  pressureMs: 1,
  stolenMs: 0,
  queuedMs: 1,
  others: [],
  ...over,
});

/** A process of Node that began 100 s after the machine, 60 s ago. */
export const processState = (over: Partial<ProcessState> = {}): ProcessState => ({
  pid: 4_242,
  program: 'node',
  state: 'S',
  startedS: 100,
  ageS: 60,
  threads: 11,
  debuggers: [],
  openFiles: 20,
  openFilesLimit: 1_024,
  ...over,
});

/** A request that was answered at once beside an idle connection. */
export const idleTrial = (form: IdleForm, over: Partial<IdleTrial> = {}): IdleTrial => ({
  form,
  waitMs: 1,
  heldMs: 2_500,
  afterReleaseMs: null,
  closedMs: null,
  ...over,
});

/** A connection of another client whose request is open. */
export const heldConnection = (over: Partial<HeldConnection> = {}): HeldConnection => ({
  phase: 'asking',
  quietMs: 4_000,
  client: { pid: 77, program: 'chrome' },
  isRead: false,
  ...over,
});

/** A server that does not take the connection of whyslow. */
export const openConnections = (over: Partial<OpenConnections> = {}): OpenConnections => ({
  queued: 1,
  own: 'queued',
  processes: [{ pid: 42, program: 'python3', state: 'S' }],
  held: [],
  seesCalls: true,
  ...over,
});
