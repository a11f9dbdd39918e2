import { type ChildProcess, fork, type ForkOptions } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { HttpRequest } from '../model/http.ts';
import type { Target } from '../model/target.ts';
import { builtEntry } from '../package-file.ts';
import { emptyHistogram } from '../stats/histogram.ts';
import type { Floor } from './contract.ts';
import { nullResponses } from './null-responses.ts';
import { rehearse, type RehearsalPlan } from './rehearsal.ts';
import { openSender } from '../http/sender.ts';

export interface NullTarget {
  floor(connections: number): Promise<Floor>;
  /** Runs the generator's own code until V8 has compiled it, so that no measured response waits for that. */
  rehearse(plan: RehearsalPlan, signal: AbortSignal): Promise<void>;
  stop(): void;
}

const RESPONSES = 200;
/** The first responses include connects and compilation, so they are not counted. */
const UNMEASURED = 50;
const TIMEOUT_MS = 2_000;
const START_DEADLINE_MS = 5_000;
const REQUEST: HttpRequest = { method: 'GET', path: '/', headers: { accept: 'application/json' }, body: null };

/** @returns null where no process can be started. Then the floor is unknown, and nothing else fails. */
export async function startNullTarget(): Promise<NullTarget | null> {
  const child = forkChild();
  if (child === null) return null;
  const stop = (): void => void child.kill();
  const deadline = AbortSignal.timeout(START_DEADLINE_MS);
  try {
    const [{ port }] = (await Promise.race([
      once(child, 'message', { signal: deadline }),
      once(child, 'exit', { signal: deadline }).then(() => Promise.reject(new Error('the null target ended'))),
    ])) as [AddressInfo];
    // This process must be able to exit while the null target runs.
    child.unref();
    child.channel?.unref();
    const target = { url: `http://127.0.0.1:${port}/`, scheme: 'http', host: '127.0.0.1', port, path: '/' } as const;
    return {
      floor: (connections) => floorAt(target, connections),
      async rehearse(plan, signal) {
        if (await setResponses(child, nullResponses(plan.workload.flow))) await rehearse(target, plan, signal);
      },
      stop,
    };
  } catch {
    stop();
    return null;
  }
}

/** @returns whether the null target sends these responses from now on. */
async function setResponses(child: ChildProcess, responses: readonly string[]): Promise<boolean> {
  child.channel?.ref();
  try {
    const confirmed = once(child, 'message', { signal: AbortSignal.timeout(START_DEADLINE_MS) });
    child.send(responses);
    await confirmed;
    return true;
  } catch {
    return false;
  } finally {
    child.channel?.unref();
  }
}

/** Without descriptors or memory for a process, Node either throws or emits an error. The error needs a listener. */
function forkChild(): ChildProcess | null {
  try {
    const options: ForkOptions = { execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'], env: {} };
    return fork(builtEntry('null-target'), [], options).on('error', () => {});
  } catch {
    return null;
  }
}

async function floorAt(target: Target, connections: number): Promise<Floor> {
  const times = emptyHistogram();
  let left = RESPONSES + UNMEASURED;
  const runConnection = async (): Promise<void> => {
    const sender = openSender(target, { connection: 'kept-alive', timeoutMs: TIMEOUT_MS });
    while (left > 0) {
      left -= 1;
      const { sentUs, endUs, exchanged } = await sender.send(REQUEST);
      if (!exchanged.answered) break;
      if (left < RESPONSES) times.record(endUs - (sentUs ?? endUs));
    }
    await sender.close();
  };
  await Promise.all(Array.from({ length: connections }, runConnection));
  return { p50Ms: times.percentileMs(50), p95Ms: times.percentileMs(95) };
}
