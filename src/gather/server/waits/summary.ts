import { availableParallelism } from 'node:os';
import type { ServerWaits } from '../../../model/waits.ts';
import { attribute, type Part } from './attribute.ts';
import type { ForeignLock, Watched } from './contract.ts';
import { peerAt } from './peers.ts';
import type { Watch } from './scene.ts';
import { spentIn, totalOf } from './spent.ts';
import { trafficIn } from './traffic.ts';

const US_PER_MS = 1_000;

/** What was seen while requests were open, as evidence. */
export function summarize(watch: Watch): ServerWaits {
  const { watched, requests, port } = watch;
  const isDuring = (atUs: number): boolean => requests.some(({ sentUs, endUs }) => atUs > sentUs && atUs <= endUs);
  const nameOf = peerNames(watched);
  return {
    requestsMs: requests.map(({ sentUs, endUs }) => (endUs - sentUs) / US_PER_MS),
    shares: attribute(watch).map((part) => ({ kind: part.kind, ms: part.us / US_PER_MS, peer: nameOf(part) })),
    samples: watched.taskTicks.filter(({ atUs }) => isDuring(atUs)).length,
    programs: programsIn(watched),
    ...cpuOf(watch),
    others: othersIn(watched),
    cores: availableParallelism(),
    traffic: trafficIn(watched.socketTicks, requests, port).map(({ place, opened, questions, ...times }) => ({
      peer: peerAt(place),
      opened,
      questions,
      silentMs: times.silentUs / US_PER_MS,
      unansweredMs: times.unansweredUs / US_PER_MS,
    })),
    serverTiming: serverTimingOf(watch),
    denied: watched.denied,
  };
}

/** A name that is repeated in one answer counts each time, as the specification requires. */
export function serverTimingOf({ requests }: Pick<Watch, 'requests'>): ServerWaits['serverTiming'] {
  const sums = new Map<string, number>();
  for (const [name, ms] of requests.flatMap(({ serverTiming }) => serverTiming))
    sums.set(name, (sums.get(name) ?? 0) + ms);
  return [...sums].map(([name, ms]) => ({ name, ms: ms / requests.length })).toSorted((a, b) => b.ms - a.ms);
}

function programsIn({ tasks }: Watched): ServerWaits['programs'] {
  const pids = new Map<string, Set<number>>();
  for (const { program, pid } of tasks) pids.set(program, (pids.get(program) ?? new Set()).add(pid));
  return [...pids].map(([name, { size }]) => ({ name, processes: size }));
}

/** The place of a lock is its file, and its program is the holder. */
function peerNames({ lockTicks }: Watched): (part: Part) => ServerWaits['shares'][number]['peer'] {
  const locks = new Map<string, ForeignLock>(lockTicks.flatMap((tick) => tick.locks.map((lock) => [lock.file, lock])));
  return ({ kind, peer }) => {
    if (peer === null) return null;
    const holder = kind === 'lock' ? locks.get(peer) : undefined;
    return holder === undefined ? peerAt(peer) : { place: peer, program: `${holder.program}, process ${holder.pid}` };
  };
}

/** The time on a core of each process of the server while requests were open, and the kernel's part of all of it. */
function cpuOf({ watched: { tasks, taskTicks }, requests }: Watch): Pick<ServerWaits, 'processes' | 'systemMs'> {
  const spent = requests.flatMap((request) => [...spentIn(request, taskTicks)]);
  const pids = [...new Set(tasks.map(({ pid }) => pid))];
  const usOf = (pid: number): number =>
    totalOf(spent.flatMap(([task, each]) => (tasks[task]?.pid === pid ? [each] : []))).runUs;
  return {
    processes: pids
      .map((pid) => ({
        program: tasks.find((each) => each.pid === pid)?.program ?? '',
        pid,
        cpuMs: usOf(pid) / US_PER_MS,
      }))
      .filter(({ cpuMs }) => cpuMs > 0)
      .toSorted((a, b) => b.cpuMs - a.cpuMs),
    systemMs: totalOf(spent.map(([, each]) => each)).systemUs / US_PER_MS,
  };
}

/** How many cores each other program used from the first sample to the last one. */
function othersIn({ others, taskTicks }: Watched): ServerWaits['others'] {
  const watchedUs = (taskTicks.at(-1)?.atUs ?? 0) - (taskTicks[0]?.atUs ?? 0);
  if (watchedUs <= 0) return [];
  return others.map(({ program, pid, us }) => ({ program, pid, cores: us / watchedUs }));
}
