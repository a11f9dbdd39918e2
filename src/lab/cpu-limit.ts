import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const PERIOD_US = 100_000;
/** The kernel ends the processes of a namespace within milliseconds, and a group with processes cannot be removed. */
const TRIES = 50;
const PAUSE_MS = 20;

/** A control group that limits the CPU of the processes in it. */
export interface CpuGroup {
  readonly folder: string;
  /** When its processes have ended. */
  remove(): Promise<void>;
}

/** The folders in which control groups of the CPU are made: of version 1, and of version 2. */
function roots(): readonly string[] {
  const mounts = readFileSync('/proc/mounts', 'latin1').split('\n');
  return mounts.flatMap((line) => {
    const [, place = '', type, options = ''] = line.split(' ');
    return type === 'cgroup2' || (type === 'cgroup' && options.split(',').includes('cpu')) ? [place] : [];
  });
}

/** @throws Error where this user may not make such a group. */
export function makeCpuGroup(name: string, limitCores: number): CpuGroup {
  const quotaUs = Math.round(limitCores * PERIOD_US);
  for (const root of roots()) {
    const folder = join(root, name);
    try {
      mkdirSync(folder);
    } catch {
      continue;
    }
    if (limit(folder, quotaUs)) return { folder, remove: () => remove(folder) };
    rmdirSync(folder);
  }
  throw new Error('no control group of the CPU can be made here. Run as root');
}

function limit(folder: string, quotaUs: number): boolean {
  const isVersion2 = existsSync(join(folder, 'cpu.max'));
  if (!isVersion2 && !existsSync(join(folder, 'cpu.cfs_quota_us'))) return false;
  if (isVersion2) writeFileSync(join(folder, 'cpu.max'), `${quotaUs} ${PERIOD_US}`);
  else writeFileSync(join(folder, 'cpu.cfs_quota_us'), String(quotaUs));
  return true;
}

/** Why no such group can be made; null where it can. */
export function whyNoCpuLimit(): string | null {
  try {
    rmdirSync(makeCpuGroup(`whyslow-lab-try-${process.pid}`, 1).folder);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : 'unknown';
  }
}

export const moveInto = (folder: string, pid: number): void => writeFileSync(join(folder, 'cgroup.procs'), String(pid));

async function remove(folder: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      rmdirSync(folder);
      return;
    } catch (error) {
      if (tries === TRIES) throw error;
    }
    await sleep(PAUSE_MS);
  }
}
