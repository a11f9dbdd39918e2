import { performance } from 'node:perf_hooks';
import { dirname, join } from 'node:path';
import { got, gotNothing } from '../../model/outcome.ts';
import type { Throttling } from '../../model/throttling.ts';
import { observer } from '../contract.ts';
import { serversOf, textOf } from './waits/processes.ts';

/** Reads a file, or null where there is none. */
export type TextOf = (path: string) => string | null;

/** One control group with a CPU controller: the server's, or one above it. */
export interface Level {
  readonly folder: string;
  readonly limitCores: number | null;
  readonly periodMs: number | null;
  readonly throttledPeriods: number;
  readonly throttledMs: number;
}

const US_PER_MS = 1_000;
const NS_PER_MS = 1_000_000;

/** The control groups that limit the CPU of a process, from its own to the top. Empty where none can be read. */
export function levelsOf(pid: number, read: TextOf = textOf): readonly Level[] {
  const mounts = (read('/proc/mounts') ?? '').split('\n').map((line) => line.split(' '));
  const groups = (read(`/proc/${pid}/cgroup`) ?? '').split('\n').map((line) => line.split(':'));
  return mounts.flatMap(([, place = '', type, options = '']) => {
    const isCpu = type === 'cgroup' && options.split(',').includes('cpu');
    const own = groups.find(([, names = '']) => (isCpu ? names.split(',').includes('cpu') : names === ''));
    if (own === undefined || (!isCpu && type !== 'cgroup2')) return [];
    return foldersUpTo(place, own.slice(2).join(':')).flatMap((folder) => levelIn(folder, read) ?? []);
  });
}

/** In a container the path may lead out of what is mounted there: then the top is the group of the container. */
function foldersUpTo(top: string, path: string): readonly string[] {
  const folders: string[] = [];
  for (let folder = join(top, path); folder.startsWith(`${top}/`) && folder !== `${top}/`; folder = dirname(folder))
    folders.push(folder);
  return [...folders, top];
}

/** Version 2 counts in µs and has `cpu.max`. Version 1 counts in ns and has two files for the limit. */
function levelIn(folder: string, read: TextOf): Level | null {
  const stat = read(`${folder}/cpu.stat`) ?? '';
  const count = (name: string): number | null => {
    const found = new RegExp(`^${name} (\\d+)$`, 'm').exec(stat)?.[1];
    return found === undefined ? null : Number(found);
  };
  const periods = count('nr_throttled');
  if (periods === null) return null;
  return {
    folder,
    ...limitIn(read(`${folder}/cpu.max`) ?? limitOfVersion1(folder, read)),
    throttledPeriods: periods,
    throttledMs: (count('throttled_usec') ?? 0) / US_PER_MS + (count('throttled_time') ?? 0) / NS_PER_MS,
  };
}

/** `20000 100000`: so many µs of a core in each period. `max` or -1 is no limit. */
function limitIn(text: string): Pick<Level, 'limitCores' | 'periodMs'> {
  const [quotaUs = 0, periodUs = 0] = text.trim().split(' ').map(Number);
  const isLimited = quotaUs > 0 && periodUs > 0;
  return { limitCores: isLimited ? quotaUs / periodUs : null, periodMs: isLimited ? periodUs / US_PER_MS : null };
}

const limitOfVersion1 = (folder: string, read: TextOf): string =>
  `${(read(`${folder}/cpu.cfs_quota_us`) ?? '').trim()} ${(read(`${folder}/cpu.cfs_period_us`) ?? '').trim()}`;

/** The growth of the level that was held back longest, and the smallest limit of all. */
export function throttlingBetween(
  before: readonly Level[],
  after: readonly Level[],
  elapsedMs: number,
): Throttling | null {
  const limited = after.toSorted((a, b) => (a.limitCores ?? Infinity) - (b.limitCores ?? Infinity))[0];
  if (limited === undefined) return null;
  const growths = after.flatMap((level) => {
    const earlier = before.find(({ folder }) => folder === level.folder);
    if (earlier === undefined) return [];
    return [
      {
        throttledPeriods: Math.max(0, level.throttledPeriods - earlier.throttledPeriods),
        throttledMs: Math.max(0, level.throttledMs - earlier.throttledMs),
      },
    ];
  });
  const [most = { throttledPeriods: 0, throttledMs: 0 }] = growths.toSorted((a, b) => b.throttledMs - a.throttledMs);
  return { elapsedMs, limitCores: limited.limitCores, periodMs: limited.periodMs, ...most };
}

export const throttling = observer({
  kind: 'throttling',
  title: "reading the CPU limit of the server's control group",
  when: 'during',
  observes: 'addresses',
  harm: 'none',
  depth: 'quick',
  budgetMs: 5_000,
  sends: [],
  platforms: ['linux'],
  needs: [],
  async begin(_have, { target }) {
    const startMs = performance.now();
    const [pid] = [...serversOf(target.port, new Set())].toSorted((a, b) => a - b);
    const before = pid === undefined ? [] : levelsOf(pid);
    return async () => {
      const after = pid === undefined ? [] : levelsOf(pid);
      const grown = throttlingBetween(before, after, performance.now() - startMs);
      return grown === null ? gotNothing('no-limit', 'no CPU limit of the server can be read here') : got(grown);
    };
  },
});
