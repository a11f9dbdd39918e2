import { expect, test } from 'vitest';
import { attribute } from '../../../../src/gather/server/waits/attribute.ts';
import type {
  ForeignLock,
  LockTick,
  SocketSample,
  SocketTick,
  TaskSample,
  TaskTick,
} from '../../../../src/gather/server/waits/contract.ts';
import { socket } from './literals.ts';

const PORT = 8000;
/** The request is open from 1000 to 1100 ms, and the server is idle before. */
const [SENT_MS, END_MS] = [1_000, 1_100];
const request = { sentUs: SENT_MS * 1_000, endUs: END_MS * 1_000, port: 50_000, serverTiming: [] };

const idleCall = { number: 232, first: 4, second: 1_024, socket: null, timeout: -1 };
const idle: TaskSample = { task: 0, state: 'S', wchan: 'ep_poll', call: idleCall, runUs: 0, queueUs: 0, systemUs: 0 };
const call = (number: number, inode: string | null = null, timeout = 0) => ({
  number,
  first: 4,
  second: 1,
  socket: inode,
  timeout,
});

const ownConnection = socket({ inode: '9', local: `127.0.0.1:${PORT}`, peer: '127.0.0.1:50000' });

const database = socket({ protocol: 'unix', local: '', peer: '/run/postgresql/.s.PGSQL.5432' });

interface Seen {
  /** The threads at each sample during the request; the time on a core and in the queue counts from the idle samples. */
  readonly tasks: (ms: number) => readonly TaskSample[];
  readonly sockets?: (ms: number) => readonly SocketSample[];
  readonly locks?: readonly ForeignLock[];
}

const sampled = ({ tasks, sockets = () => [ownConnection], locks = [] }: Seen) => {
  const isOpen = (ms: number): boolean => ms > SENT_MS && ms <= END_MS;
  const times = Array.from({ length: 60 }, (_, index) => 850 + index * 5);
  const ended = tasks(END_MS).map(({ task, runUs, queueUs }) => ({ ...idle, task, runUs, queueUs }));
  const tasksAt = (ms: number): readonly TaskSample[] => (isOpen(ms) ? tasks(ms) : ms > END_MS ? ended : [idle]);
  const taskTicks = times.map((ms): TaskTick => ({ atUs: ms * 1_000, tasks: tasksAt(ms) }));
  const socketTicks = times.map((ms): SocketTick => ({ atUs: ms * 1_000, sockets: isOpen(ms) ? sockets(ms) : [] }));
  const lockTicks = times.map((ms): LockTick => ({ atUs: ms * 1_000, locks: isOpen(ms) ? locks : [] }));
  const watched = { tasks: [], taskTicks, socketTicks, lockTicks, others: [], denied: [] };
  const parts = attribute({ watched, requests: [request], alreadyOpen: [], port: PORT, arch: 'x64' });
  return Object.fromEntries(parts.map(({ kind, peer, us }) => [peer === null ? kind : `${kind} ${peer}`, us / 1_000]));
};

const waiting = (over: Partial<TaskSample>) => (): readonly TaskSample[] => [{ ...idle, ...over }];

test.each<[string, Seen, Readonly<Record<string, number>>]>([
  ['a thread that sleeps', { tasks: waiting({ wchan: 'hrtimer_nanosleep', call: call(230) }) }, { sleep: 100 }],
  [
    'a sleep whose call may not be read',
    { tasks: waiting({ wchan: 'hrtimer_nanosleep', call: null }) },
    { sleep: 100 },
  ],
  ['fsync', { tasks: waiting({ wchan: 'jbd2_log_wait_commit', call: call(74) }) }, { disk: 100 }],
  ['an uninterruptible wait', { tasks: waiting({ state: 'D', wchan: 'io_schedule' }) }, { disk: 100 }],
  ['flock', { tasks: waiting({ wchan: 'flock_lock_inode_wait', call: call(73) }) }, { lock: 100 }],
  [
    'a thread that reads from another server',
    { tasks: waiting({ wchan: 'wait_woken', call: call(45, '1') }), sockets: () => [ownConnection, socket({})] },
    { 'answer 127.0.0.1:6379': 100 },
  ],
  [
    'a loop with a request that is not answered',
    {
      tasks: () => [idle],
      sockets: (ms) => [ownConnection, socket({ bytesSent: 20, lastSentMs: ms - 1_000, lastReceivedMs: ms })],
    },
    { 'answer 127.0.0.1:6379': 100 },
  ],
  [
    'a connect that is not answered',
    { tasks: () => [idle], sockets: () => [ownConnection, socket({ state: 'SYN-SENT', peer: '[::1]:6379' })] },
    { 'connect [::1]:6379': 100 },
  ],
  [
    'a question to a name server',
    { tasks: () => [idle], sockets: () => [ownConnection, socket({ protocol: 'udp', peer: '127.0.0.53:53' })] },
    { 'name 127.0.0.53:53': 100 },
  ],
  [
    'a sleep while another process holds a lock of SQLite on a file of the server',
    {
      tasks: waiting({ wchan: 'hrtimer_nanosleep', call: call(230) }),
      locks: [{ file: '/srv/db.sqlite3', kind: 'sqlite', program: 'python3', pid: 7 }],
    },
    { 'lock /srv/db.sqlite3': 100 },
  ],
  [
    'a thread that waits for another one',
    { tasks: waiting({ wchan: 'futex_wait_queue', call: call(202) }) },
    { lock: 100 },
  ],
  [
    'a read from a unix socket',
    {
      tasks: waiting({ wchan: 'unix_stream_read_generic', call: call(45, '1') }),
      sockets: () => [ownConnection, database],
    },
    { 'answer /run/postgresql/.s.PGSQL.5432': 100 },
  ],
  [
    'a poll of a server that has one other server behind a unix socket',
    { tasks: waiting({ wchan: 'do_poll', call: call(7) }), sockets: () => [ownConnection, database] },
    { 'answer /run/postgresql/.s.PGSQL.5432': 100 },
  ],
  [
    'a question for a name by a unix socket',
    {
      tasks: waiting({ wchan: 'do_poll', call: call(7) }),
      sockets: () => [ownConnection, { ...database, peer: '/run/systemd/resolve/io.systemd.Resolve' }],
    },
    { 'name /run/systemd/resolve/io.systemd.Resolve': 100 },
  ],
  [
    'a new connection on which the other side has to speak first',
    {
      tasks: () => [idle],
      sockets: (ms) => [ownConnection, socket({ lastSentMs: ms - 1_000, lastReceivedMs: ms - 1_000 })],
    },
    { 'answer 127.0.0.1:6379': 100 },
  ],
  ['a timer of a loop that ends with the request', { tasks: waiting({ call: call(232, null, 95) }) }, { sleep: 100 }],
  ['a timer that ends later', { tasks: waiting({ call: call(232, null, 30_000) }) }, { unexplained: 100 }],
  [
    'a connection that is not accepted',
    { tasks: () => [idle], sockets: () => [socket({ state: 'LISTEN', local: `0.0.0.0:${PORT}` })] },
    { 'not-accepted': 100 },
  ],
  [
    'a thread on a core for 60 ms, and 30 ms in the queue',
    {
      tasks: (ms) => [
        {
          ...idle,
          state: 'R',
          call: null,
          runUs: Math.min(60, (ms - 1_000) * 0.6) * 1_000,
          queueUs: Math.min(30, (ms - 1_000) * 0.3) * 1_000,
        },
      ],
    },
    { cpu: 60, core: 30, unexplained: 10 },
  ],
  [
    'a sleep that the kernel counts as a wait for a core: three of 20 samples may have missed one',
    { tasks: waiting({ wchan: 'hrtimer_nanosleep', call: call(230), queueUs: 90_000 }) },
    { sleep: 85, core: 15 },
  ],
])('%s', (_what, seen, expected) => {
  const parts = sampled(seen);
  expect(Object.keys(parts)).toEqual(Object.keys(expected));
  for (const [kind, ms] of Object.entries(expected)) expect(parts[kind]).toBeCloseTo(ms, 0);
});

test.each<[string, Seen]>([
  ['a wait that was there before the request', { tasks: () => [idle] }],
  ['a read from the client', { tasks: waiting({ wchan: 'wait_woken', call: call(45, '9') }) }],
  [
    'another server that has answered',
    {
      tasks: () => [idle],
      sockets: (ms) => [
        ownConnection,
        socket({ bytesSent: 20, bytesReceived: 5, lastSentMs: ms, lastReceivedMs: ms - 10 }),
      ],
    },
  ],
  [
    'a kept connection on which nothing was sent',
    { tasks: () => [idle], sockets: () => [ownConnection, socket({ lastSentMs: 9_000, lastReceivedMs: 9_000 })] },
  ],
  [
    'a wait for another thread that may end by a timer',
    { tasks: waiting({ wchan: 'futex_wait_queue', call: call(202, null, 1) }) },
  ],
])('%s explains nothing', (_what, seen) => expect(sampled(seen)).toEqual({ unexplained: expect.closeTo(100, 0) }));

test('a timer that passes again and again without a request explains nothing', () => {
  const ticking = { ...idle, call: call(232, null, 95) };
  const taskTicks = Array.from({ length: 60 }, (_, index): TaskTick => ({
    atUs: (850 + index * 5) * 1_000,
    tasks: [ticking],
  }));
  const watched = { tasks: [], taskTicks, socketTicks: [], lockTicks: [], others: [], denied: [] };
  expect(attribute({ watched, requests: [request], alreadyOpen: [], port: PORT, arch: 'x64' })).toEqual([
    { kind: 'unexplained', peer: null, us: expect.closeTo(100_000, 0) },
  ]);
});

test('a request without a sample is unexplained', () =>
  expect(
    attribute({
      watched: { tasks: [], taskTicks: [], socketTicks: [], lockTicks: [], others: [], denied: [] },
      requests: [request],
      alreadyOpen: [],
      port: PORT,
      arch: 'x64',
    }),
  ).toEqual([{ kind: 'unexplained', peer: null, us: 100_000 }]));
