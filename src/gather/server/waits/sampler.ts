// A process of its own, so that reading the server's processes cannot disturb the clock of the requests.
import { execFile } from 'node:child_process';
import { here, systemProgram } from '../../../system/programs.ts';
import { machineUs } from './clock.ts';
import type { Watched } from './contract.ts';
import { watchPort } from './watcher.ts';

/** What the parent sends first. */
export interface SamplerOrder {
  readonly port: number;
  /** Processes of whyslow. */
  readonly except: readonly number[];
}

/** What the sampler sends: whether there is something to watch, and everything at the end. */
export type SamplerReport =
  | { readonly kind: 'watching'; readonly found: boolean }
  | { readonly kind: 'watched'; readonly watched: Watched };

const TASKS_EVERY_MS = 5;
const SOCKETS_EVERY_MS = 50;
const PROCESSES_EVERY_MS = 100;
const LOCKS_EVERY_MS = 50;
/** A sample may take a tenth of a core. */
const MOST_OF_A_CORE = 0.1;
/** The parent ends the sampler sooner. */
const LONGEST_MS = 120_000;
const SS_TIMEOUT_MS = 2_000;

process.once('message', (order: SamplerOrder) => watch(order));
process.once('disconnect', () => process.exit());
setTimeout(() => process.exit(), LONGEST_MS).unref();

function watch({ port, except }: SamplerOrder): void {
  const watcher = watchPort(port, new Set([process.pid, ...except]));
  let isOver = false;
  const sample = (): void => {
    if (isOver) return;
    const startUs = machineUs();
    watcher.sampleTasks();
    const tookMs = (machineUs() - startUs) / 1_000;
    setTimeout(sample, Math.max(TASKS_EVERY_MS, tookMs / MOST_OF_A_CORE) - tookMs);
  };
  const processes = setInterval(() => watcher.lookForProcesses(), PROCESSES_EVERY_MS);
  const locks = setInterval(() => watcher.sampleLocks(), LOCKS_EVERY_MS);
  process.once('message', () => {
    isOver = true;
    clearInterval(processes);
    clearInterval(locks);
    send({ kind: 'watched', watched: watcher.watched() }, () => process.disconnect());
    watcher.close();
  });
  if (watcher.found) {
    sample();
    readSockets(watcher.takeSockets, () => isOver);
  }
  send({ kind: 'watching', found: watcher.found });
}

/** One ss after the other: on a busy machine each takes longer than the time between two. */
function readSockets(take: (text: string, atUs: number) => void, isOver: () => boolean): void {
  const ss = systemProgram('ss', here());
  if (ss === null) return;
  const read = (): void => {
    const atUs = machineUs();
    execFile(ss, ['-tuxanieOH'], { timeout: SS_TIMEOUT_MS, maxBuffer: 16_777_216 }, (error, stdout) => {
      if (isOver()) return;
      // The kernel is read somewhere between the start and the end.
      if (error === null) take(stdout, (atUs + machineUs()) / 2);
      setTimeout(read, Math.max(0, SOCKETS_EVERY_MS - (machineUs() - atUs) / 1_000));
    });
  };
  read();
}

const send = (report: SamplerReport, sent: () => void = () => {}): void =>
  void process.send?.(report, undefined, undefined, sent);
