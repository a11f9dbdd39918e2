import { defineConfig } from 'vitest/config';

/** What these files assert depends on measured times: each of them has the machine to itself. */
const MEASURING = [
  'test/cli/against.test.ts',
  'test/cli/compare.test.ts',
  'test/cli/descriptors.test.ts',
  'test/cli/plain-load.test.ts',
  'test/cli/run-django.test.ts',
  'test/cli/run-reference.test.ts',
  'test/cli/slow-password-hash.test.ts',
  'test/cli/stories.test.ts',
  'test/cli/watch/watch.test.ts',
  'test/gather/{compare,http}/**/*.test.ts',
  'test/gather/server/waits/gatherer.test.ts',
  'test/gather/network/{addresses,connect,kernel-counters,loopback-baseline,tls-handshakes}.test.ts',
  'test/index.test.ts',
  'test/lab.test.ts',
  'test/load/**/*.test.ts',
];

/** Functions of their arguments: nothing that one file does can be seen by the next, so that they share a process. */
const PURE = ['audit', 'clients', 'flows', 'judge', 'model', 'stacks', 'stats', 'suites'].map(
  (room) => `test/${room}/**/*.test.ts`,
);

/**
 * The product reports with `invalid` and exit code 13 that other programs or the hypervisor took the cores, and with
 * `unproven` that the control of a comparison changed too. Such a result says nothing about the promise of a test, so the
 * test is run again. Any other failure fails at once.
 */
const UNFIT_MACHINE = { count: 3, delay: 1_000, condition: /\binvalid\b|\bunproven\b|\b13\b/ };

const TIMEOUT_MS = 60_000;
/** A busy machine starts and ends processes late. A condition that holds sooner ends the wait. */
const POLL_MS = 20_000;
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
          exclude: [...PURE, ...MEASURING, '**/node_modules/**'],
          retry: UNFIT_MACHINE,
          // Many of these wait for a limit or a signal, so a third worker uses the cores meanwhile.
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          ...common,
          name: 'measuring',
          // The faults of the lab mostly wait, each on a network of its own. Two of them at once use both cores.
          maxConcurrency: 4,
          include: MEASURING,
          retry: UNFIT_MACHINE,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
