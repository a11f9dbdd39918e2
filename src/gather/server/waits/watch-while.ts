import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { got, gotNothing, type Outcome } from '../../../model/outcome.ts';
import type { ServerWaits } from '../../../model/waits.ts';
import { builtEntry } from '../../../package-file.ts';
import type { GatherContext } from '../../context.ts';
import type { TimedRequest, Watched } from './contract.ts';
import type { SamplerOrder, SamplerReport } from './sampler.ts';
import { idleTicks, type Watch } from './scene.ts';
import { summarize } from './summary.ts';

/** How the server waits without a request. Background threads of servers often act every 100 ms. */
const IDLE_MS = 250;
/** How threads wait after the last request: the kernel's counts and some samples are complete then. */
const REST_MS = 60;
const SAMPLER_TIMEOUT_MS = 10_000;

/** A quick request gives few samples, so requests are repeated for this long, one at a time. A slow one is seen to its end. */
export const SAMPLE_FOR_MS = 3_000;
export const MOST_REQUESTS = 100;
/** Slow requests give some 300 samples in this time, with which each share errs by three points of a hundred at most. */
export const ENOUGH_OF_SLOW_MS = 1_500;

/**
 * Watches the processes that listen on the port of the target while `send` sends requests, one at a time. Null where an abort
 * left nothing.
 */
export async function watchWhile(
  { target, signal }: Pick<GatherContext, 'target' | 'signal'>,
  send: () => Promise<readonly TimedRequest[]>,
): Promise<Outcome<ServerWaits> | null> {
  const sampler = fork(builtEntry('waits-sampler'), [], { execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  sampler.on('error', () => {});
  const end = (): void => void sampler.kill();
  signal.addEventListener('abort', end, { once: true });
  try {
    const order: SamplerOrder = { port: target.port, except: [process.pid] };
    sampler.send(order);
    const begun = await reportOf(sampler, signal);
    if (begun?.kind !== 'watching' || !begun.found) return notVisible(target.port);
    await sleep(IDLE_MS, undefined, { signal });
    const requests = await send();
    await sleep(REST_MS, undefined, { signal });
    sampler.send('end');
    const ended = await reportOf(sampler, signal);
    if (ended?.kind !== 'watched') return gotNothing('no-samples', 'the process that samples the server ended');
    return outcomeOf(ended.watched, requests, target.port);
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  } finally {
    signal.removeEventListener('abort', end);
    sampler.kill();
  }
}

/** A request that was open when the watch began was not seen whole. */
function outcomeOf(watched: Watched, sent: readonly TimedRequest[], port: number): Outcome<ServerWaits> {
  const begunUs = watched.taskTicks[0]?.atUs ?? Infinity;
  const alreadyOpen = sent.filter(({ sentUs }) => sentUs < begunUs);
  const requests = sent.filter(({ sentUs }) => sentUs >= begunUs);
  if (requests.length === 0) return gotNothing('no-answer', 'no request was answered while the server was watched');
  const watch: Watch = { watched, requests, alreadyOpen, port, arch: process.arch };
  if (idleTicks(watch, watched.taskTicks).length === 0) {
    return gotNothing('never-idle', 'the server had a request at each look');
  }
  return got(summarize(watch));
}

const notVisible = (port: number): Outcome<ServerWaits> =>
  gotNothing(
    'not-visible',
    `the process that listens on port ${port} cannot be read here: run whyslow as its user, or as root`,
  );

/** @throws the reason of the signal, where it is aborted. */
async function reportOf(sampler: ChildProcess, signal: AbortSignal): Promise<SamplerReport | null> {
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(SAMPLER_TIMEOUT_MS)]);
  const [report] = (await once(sampler, 'message', { signal: bounded }).catch(() => [null])) as [SamplerReport | null];
  signal.throwIfAborted();
  return report;
}
