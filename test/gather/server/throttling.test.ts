import { describe, expect, test } from 'vitest';
import { levelsOf, type TextOf, throttling, throttlingBetween } from '../../../src/gather/server/throttling.ts';
import { freePort } from '../../serve/port.ts';
import { contextFor } from '../real-servers.ts';

const reading =
  (files: Readonly<Record<string, string>>): TextOf =>
  (path) =>
    files[path] ?? null;

/** A container with version 1: its own group is limited, and the one above is not. */
const version1 = (throttled: string) =>
  reading({
    '/proc/mounts': 'tmpfs /sys/fs/cgroup tmpfs rw 0 0\ncgroup /sys/fs/cgroup/cpu cgroup rw,nosuid,cpu,cpuacct 0 0\n',
    '/proc/7/cgroup': '9:name=systemd:/\n3:cpu,cpuacct:/docker/abc\n0::/\n',
    '/sys/fs/cgroup/cpu/docker/abc/cpu.stat': `nr_periods 90\n${throttled}\n`,
    '/sys/fs/cgroup/cpu/docker/abc/cpu.cfs_quota_us': '50000\n',
    '/sys/fs/cgroup/cpu/docker/abc/cpu.cfs_period_us': '100000\n',
    '/sys/fs/cgroup/cpu/docker/cpu.stat': 'nr_periods 0\nnr_throttled 0\nthrottled_time 0\n',
    '/sys/fs/cgroup/cpu/docker/cpu.cfs_quota_us': '-1\n',
    '/sys/fs/cgroup/cpu/docker/cpu.cfs_period_us': '100000\n',
  });

/** Inside a container with version 2: the path leads nowhere, and the limit is that of the mounted top. */
const version2 = (throttled: string) =>
  reading({
    '/proc/mounts': 'cgroup2 /sys/fs/cgroup cgroup2 ro,nosuid 0 0\n',
    '/proc/7/cgroup': '0::/\n',
    '/sys/fs/cgroup/cpu.stat': `usage_usec 5000000\n${throttled}\n`,
    '/sys/fs/cgroup/cpu.max': '20000 100000\n',
  });

describe('from recorded files', () => {
  test.each([
    [
      'version 1 counts in ns',
      version1('nr_throttled 10\nthrottled_time 500000000'),
      version1('nr_throttled 14\nthrottled_time 740000000'),
      { limitCores: 0.5, periodMs: 100, throttledPeriods: 4, throttledMs: 240 },
    ],
    [
      'version 2 counts in µs',
      version2('nr_periods 90\nnr_throttled 10\nthrottled_usec 500000'),
      version2('nr_periods 99\nnr_throttled 14\nthrottled_usec 740000'),
      { limitCores: 0.2, periodMs: 100, throttledPeriods: 4, throttledMs: 240 },
    ],
  ])('%s', (_what, before, after, expected) =>
    expect(throttlingBetween(levelsOf(7, before), levelsOf(7, after), 1_000)).toEqual({
      elapsedMs: 1_000,
      ...expected,
    }),
  );

  test('a group without a limit has none', () => {
    const files = reading({
      '/proc/mounts': 'cgroup2 /sys/fs/cgroup cgroup2 rw 0 0\n',
      '/proc/7/cgroup': '0::/user.slice\n',
      '/sys/fs/cgroup/user.slice/cpu.stat': 'nr_periods 0\nnr_throttled 0\nthrottled_usec 0\n',
      '/sys/fs/cgroup/user.slice/cpu.max': 'max 100000\n',
    });
    expect(levelsOf(7, files)).toMatchObject([{ limitCores: null, periodMs: null }]);
  });

  test.each([
    ['a root group of version 2 counts nothing', { '/sys/fs/cgroup/cpu.stat': 'usage_usec 1\n' }],
    ['nothing is mounted', {}],
  ])('%s', (_what, files) => {
    const mounts = { '/proc/mounts': 'cgroup2 /sys/fs/cgroup cgroup2 rw 0 0\n', '/proc/7/cgroup': '0::/\n' };
    expect(levelsOf(7, reading({ ...mounts, ...files }))).toEqual([]);
    expect(throttlingBetween([], [], 1_000)).toBeNull();
  });
});

test.runIf(process.platform === 'linux')('without a listener there is no group to read', async () =>
  expect(await (await throttling.begin({}, contextFor(await freePort())))()).toMatchObject({ code: 'no-limit' }),
);
