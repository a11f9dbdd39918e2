import { defineConfig } from 'vitest/config';

/** What these files assert depends on measured times: each of them has the machine to itself. */
const MEASURING = [
  'test/cli/plain-load.test.ts',
  'test/cli/run-django.test.ts',
  'test/cli/run-reference.test.ts',
  'test/cli/slow-password-hash.test.ts',
  'test/gather/http/{keep-alive,slope}.test.ts',
  'test/gather/server/waits/gatherer.test.ts',
  'test/gather/network/{addresses,connect,loopback-baseline}.test.ts',
  'test/lab/computing.test.ts',
  'test/load/open.test.ts',
  'test/load/self-check/index.test.ts',
];

/** What these files assert are differences of milliseconds, factors and large shares, so that two of them share the cores. */
const COARSE = [
  'test/cli/{against,compare,false-all-clear,flow-waits,story-with-redis,waits}.test.ts',
  'test/gather/network/watched-visits.test.ts',
  'test/gather/server/waits/elsewhere/whole.test.ts',
];

/** What these files assert depends on seconds that a server or a lost packet costs, so that two of them share the cores. */
const WAITING = ['test/cli/stories.test.ts', 'test/cli/watch/watch.test.ts', 'test/lab.test.ts'];

/** Functions of their arguments: nothing that one file does can be seen by the next, so that they share a process. */
const PURE = ['audit', 'clients', 'flows', 'judge', 'model', 'profiles', 'stacks', 'stats', 'suites'].map(
  (room) => `test/${room}/**/*.test.ts`,
);

/** Servers and files of their own, but no mocked module: their files share a process too. */
const ROOMS = ['cli', 'gather', 'http', 'load', 'pipelines', 'reference', 'render', 'system'].map(
  (room) => `test/${room}/**/*.test.ts`,
);

/**
 * The product reports with `invalid` and exit code 13 that other programs or the hypervisor took the cores, and with
 * `unproven` that the control of a comparison changed too. Such a result says nothing about the promise of a test, so the
 * test is run again. Any other failure fails at once.
 */
const UNFIT_MACHINE = { count: 3, delay: 1_000, condition: /\binvalid\b|\bunproven\b|\b13\b/ };

/** Ends a test that hangs. The longest takes 25 s on a quiet machine, and three times that beside four others on two slow cores. */
const TIMEOUT_MS = 180_000;
/** A busy machine starts and ends processes late. A condition that holds sooner ends the wait. */
const POLL_MS = 20_000;
/** On two cores: many of the tests with servers of their own wait for a limit or a signal meanwhile. */
const WORKERS = 5;

const common = { testTimeout: TIMEOUT_MS, hookTimeout: TIMEOUT_MS, expect: { poll: { timeout: POLL_MS } } };

export default defineConfig({
  test: {
    projects: [
      { test: { ...common, name: 'pure', include: PURE, isolate: false, maxWorkers: 2, sequence: { groupOrder: 0 } } },
      {
        // What asks servers of its own without timing them.
        test: {
          ...common,
          name: 'private',
          include: ['test/**/*.test.ts'],
          exclude: [...PURE, ...ROOMS, ...WAITING, ...COARSE, ...MEASURING, '**/node_modules/**'],
          retry: UNFIT_MACHINE,
          maxWorkers: WORKERS,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...common,
          name: 'rooms',
          include: ROOMS,
          exclude: [...WAITING, ...COARSE, ...MEASURING, '**/node_modules/**'],
          isolate: false,
          retry: UNFIT_MACHINE,
          maxWorkers: WORKERS,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...common,
          name: 'waiting',
          // The faults of the lab are each on a network of its own.
          maxConcurrency: 5,
          include: WAITING,
          retry: UNFIT_MACHINE,
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          ...common,
          name: 'coarse',
          include: COARSE,
          retry: UNFIT_MACHINE,
          maxWorkers: 2,
          sequence: { groupOrder: 3 },
        },
      },
      {
        test: {
          ...common,
          name: 'measuring',
          include: MEASURING,
          retry: UNFIT_MACHINE,
          fileParallelism: false,
          sequence: { groupOrder: 4 },
        },
      },
    ],
  },
});
