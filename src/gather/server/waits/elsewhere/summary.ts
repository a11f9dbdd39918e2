import type { ServerWaits } from '../../../../model/waits.ts';
import { peerAt } from '../peers.ts';
import { serverTimingOf } from '../summary.ts';
import { attribute, looksDuring, type Seen } from './attribute.ts';
import type { ProcessRow, ProcessTable } from './contract.ts';
import { withDescendants } from './family.ts';

const US_PER_MS = 1_000;
/** More are no help to a reader. */
const MOST_PROCESSES = 5;

export interface Watch extends Omit<Seen, 'cpuUs'> {
  /** Before the first request and after the last one; null where the processes could not be read. */
  readonly tables: { readonly before: ProcessTable; readonly after: ProcessTable } | null;
  /** The processes that listen on the port. */
  readonly listeners: readonly number[];
  /** The process that watches. */
  readonly self: number;
  /** Of this machine. */
  readonly cores: number;
  /** What the system does not tell. */
  readonly denied: readonly string[];
}

/** What was seen while requests were open, as evidence. */
export function summarize(watch: Watch): ServerWaits {
  const { requests, looks, looksBefore, tables } = watch;
  const used = tables === null ? [] : usedBetween(tables.before, tables.after);
  const servers = withDescendants(watch.listeners, tables?.after.rows ?? [], watch.self);
  const ofServer = used.filter(({ row }) => servers.has(row.pid));
  const cpuUs = ofServer.reduce((sum, each) => sum + each.cpuUs, 0);
  return {
    requestsMs: requests.map(({ sentUs, endUs }) => (endUs - sentUs) / US_PER_MS),
    shares: attribute({ ...watch, cpuUs }).map(({ kind, peer, us }) => ({
      kind,
      ms: us / US_PER_MS,
      peer: peer === null ? null : peerAt(peer),
    })),
    samples: requests.reduce((sum, request) => sum + looksDuring(request, looks).length, 0),
    programs: programsOf(ofServer.map(({ row }) => row)),
    processes: ofServer
      .filter((each) => each.cpuUs > 0)
      .map(({ row, cpuUs: us }) => ({ program: row.program, pid: row.pid, cpuMs: us / US_PER_MS }))
      .toSorted((a, b) => b.cpuMs - a.cpuMs),
    systemMs: ofServer.reduce((sum, { systemUs }) => sum + systemUs, 0) / US_PER_MS,
    others: othersIn(watch, servers, used),
    cores: watch.cores,
    // Neither system counts the bytes of a connection without privileges.
    traffic: [],
    serverTiming: serverTimingOf(watch),
    denied: [
      ...(looks.length + looksBefore.length === 0 ? ['the connections of the server'] : []),
      ...(tables === null ? ['the time on the CPU'] : []),
      ...watch.denied,
    ],
  };
}

interface Used {
  readonly row: ProcessRow;
  readonly cpuUs: number;
  /** Zero where the system does not say. */
  readonly systemUs: number;
}

/** A process that began in between used all of its time. A number that was given to another process gives no negative time. */
function usedBetween(before: ProcessTable, after: ProcessTable): readonly Used[] {
  const earlier = new Map(before.rows.map((row) => [row.pid, row]));
  return after.rows.map((row) => {
    const from = earlier.get(row.pid);
    return {
      row,
      cpuUs: Math.max(0, row.cpuUs - (from?.cpuUs ?? 0)),
      systemUs: Math.max(0, (row.systemUs ?? 0) - (from?.systemUs ?? 0)),
    };
  });
}

function programsOf(rows: readonly ProcessRow[]): ServerWaits['programs'] {
  const counts = new Map<string, number>();
  for (const { program } of rows) counts.set(program, (counts.get(program) ?? 0) + 1);
  return [...counts].map(([name, processes]) => ({ name, processes }));
}

/** Windows counts idle cores as process 0. WmiPrvSE.exe answers the query for the processes. */
const isReal = ({ pid, program }: ProcessRow): boolean => pid > 0 && program !== 'WmiPrvSE.exe';

/** The busiest processes that belong neither to the server nor to the watch. */
function othersIn({ tables, self }: Watch, servers: ReadonlySet<number>, used: readonly Used[]): ServerWaits['others'] {
  const watchedUs = tables === null ? 0 : tables.after.atUs - tables.before.atUs;
  if (tables === null || watchedUs <= 0) return [];
  const own = withDescendants([self], tables.after.rows, null);
  return used
    .filter(({ row, cpuUs }) => cpuUs > 0 && isReal(row) && !servers.has(row.pid) && !own.has(row.pid))
    .toSorted((a, b) => b.cpuUs - a.cpuUs)
    .slice(0, MOST_PROCESSES)
    .map(({ row: { program, pid }, cpuUs }) => ({ program, pid, cores: cpuUs / watchedUs }));
}
