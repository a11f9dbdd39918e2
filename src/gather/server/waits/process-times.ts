import { readdirSync } from 'node:fs';
import type { ProcessTime } from './contract.ts';
import { programOf, textOf } from './processes.ts';
import { parseStat } from './stat-line.ts';

/** The time on a core of each process of this machine since its start, in µs. */
export function processTimes(): ReadonlyMap<number, number> {
  const pids = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  const lines = pids.map((pid) => ({ pid, line: textOf(`/proc/${pid}/stat`) }));
  return new Map(lines.flatMap(({ pid, line }) => (line === null ? [] : [[pid, usedUs(line)] as const])));
}

function usedUs(line: string): number {
  const { userUs, systemUs } = parseStat(line);
  return userUs + systemUs;
}

/** What each process used between two readings, the busiest first. A process that began in between used all of its time. */
export const usedBetween = (
  before: ReadonlyMap<number, number>,
  after: ReadonlyMap<number, number>,
  isMeant: (pid: number) => boolean,
): readonly ProcessTime[] =>
  [...after]
    .filter(([pid]) => isMeant(pid))
    .map(([pid, us]) => ({ pid, program: programOf(pid), us: us - (before.get(pid) ?? 0) }))
    .filter(({ us }) => us > 0)
    .toSorted((a, b) => b.us - a.us)
    .slice(0, MOST_PROCESSES);

/** More are no help to a reader. */
const MOST_PROCESSES = 5;
