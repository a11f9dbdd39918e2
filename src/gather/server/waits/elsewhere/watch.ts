import { availableParallelism } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { got, gotNothing, type Outcome } from '../../../../model/outcome.ts';
import type { ServerWaits } from '../../../../model/waits.ts';
import type { GatherContext } from '../../../context.ts';
import { machineUs } from '../clock.ts';
import type { TimedRequest } from '../contract.ts';
import type { ProcessTable } from './contract.ts';
import { withDescendants } from './family.ts';
import { lookAgainAndAgain } from './looks.ts';
import { type Machine, thisMachine } from './machine.ts';
import { summarize } from './summary.ts';
import { type Run, type System, systemOf } from './systems.ts';

/** What the server connects to without a request. Background work often repeats every 100 ms. As long as on Linux. */
const IDLE_MS = 250;

type Watched = Pick<GatherContext, 'target' | 'signal'>;
type Send = () => Promise<readonly TimedRequest[]>;

/**
 * Watches the connections and the CPU time of the processes that listen on the port of the target while `send` sends requests,
 * one at a time. It does what macOS and Windows allow without privileges, and says what is not visible there.
 * @param over another platform, or another way to run its programs.
 * @returns null where the signal aborts it.
 */
export async function watchElsewhere(
  context: Watched,
  send: Send,
  over: Partial<Machine> = {},
): Promise<Outcome<ServerWaits> | null> {
  const { signal } = context;
  const machine: Machine = { ...thisMachine(over.platform), ...over };
  const system = systemOf(machine);
  if (system === null) return gotNothing('no-reader', `a server cannot be watched on ${machine.platform}`);
  try {
    const outcome = await watchServer(context, send, { system, run: (name, args) => machine.run(name, args, signal) });
    return signal.aborted ? null : outcome;
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  }
}

interface Tools {
  readonly system: System;
  readonly run: Run;
}

/** The programs are run one after the other. */
async function watchServer(
  { target, signal }: Watched,
  send: Send,
  { system, run }: Tools,
): Promise<Outcome<ServerWaits>> {
  const found = await listenersOf(system, run, target.port);
  if (!found.ok) return found;
  const listeners = found.value;
  const look = (table: ProcessTable | null) => {
    const pids = withDescendants(listeners, table?.rows ?? [], process.pid);
    return lookAgainAndAgain(() => system.sockets(run, pids), signal);
  };

  const idle = look(await tableOf(system, run));
  await sleep(IDLE_MS, undefined, { signal });
  const looksBefore = await idle.end();
  const before = await tableOf(system, run);
  const looking = look(before);
  const requests = await send().finally(() => void looking.end());
  const looks = await looking.end();
  const after = await tableOf(system, run);

  if (requests.length === 0) return gotNothing('no-answer', 'no request was answered while the server was watched');
  return got(
    summarize({
      requests,
      looksBefore,
      looks,
      tables: before === null || after === null ? null : { before, after },
      listeners,
      port: target.port,
      self: process.pid,
      cores: availableParallelism(),
      denied: system.denied,
    }),
  );
}

/** The other processes than this one that listen on the port, at least one. */
async function listenersOf(system: System, run: Run, port: number): Promise<Outcome<readonly number[]>> {
  try {
    const pids = new Set(await system.listeners(run, port));
    pids.delete(process.pid);
    return pids.size === 0 ? notVisible(port) : got([...pids]);
  } catch (error) {
    const because = error instanceof Error ? error.message : 'unknown';
    return gotNothing('unreadable', `the process that listens on port ${port} could not be read (${because})`);
  }
}

/** Null where the program fails: then the connections are watched without the CPU time. */
async function tableOf(system: System, run: Run): Promise<ProcessTable | null> {
  const startUs = machineUs();
  const rows = await system.processes(run).catch(() => null);
  return rows === null || rows.length === 0 ? null : { atUs: (startUs + machineUs()) / 2, rows };
}

const notVisible = (port: number): Outcome<never> =>
  gotNothing(
    'not-visible',
    `the process that listens on port ${port} cannot be read here: run whyslow as its user, or as an administrator`,
  );
