import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { got, gotNothing, type Outcome } from '../../../model/outcome.ts';
import type { AddressVisits } from '../../../model/evidence.ts';
import { SLOW_ANSWER_MS } from '../../../model/slow.ts';
import type { ServerWaits } from '../../../model/waits.ts';
import { builtEntry } from '../../../package-file.ts';
import { gatherer } from '../../contract.ts';
import type { GatherContext } from '../../context.ts';
import { isThisMachine } from '../../reach.ts';
import type { TimedRequest } from './contract.ts';
import { timedGet } from './request.ts';
import type { SamplerOrder, SamplerReport } from './sampler.ts';
import { summarize } from './summary.ts';

/** How the server waits without a request. Background threads of servers often act every 100 ms. */
const IDLE_MS = 250;
/** How threads wait after the last request: the kernel's counts and some samples are complete then. */
const REST_MS = 60;
/** A quick request gives few samples, so requests are repeated for this long, one at a time. A slow one is seen to its end. */
const SAMPLE_FOR_MS = 3_000;
const MOST_REQUESTS = 100;
/** Slow requests give some 300 samples in this time, with which each share errs by three points of a hundred at most. */
const ENOUGH_OF_SLOW_MS = 1_500;
/** One whole slow answer is seen where it is no longer than this. */
const LONGEST_ANSWER_MS = 30_000;
const SAMPLER_TIMEOUT_MS = 10_000;

/** Watches the server's processes while requests to the URL are open, one at a time. */
export async function gatherWaits(context: GatherContext): Promise<Outcome<ServerWaits> | null> {
  const { target, signal } = context;
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
    const requests = await requestsOf(context);
    await sleep(REST_MS, undefined, { signal });
    sampler.send('end');
    const ended = await reportOf(sampler, signal);
    if (ended?.kind !== 'watched') return gotNothing('no-samples', 'the process that samples the server ended');
    if (requests.length === 0) return gotNothing('no-answer', 'no request was answered while the server was watched');
    return got(summarize({ watched: ended.watched, requests, port: target.port, arch: process.arch }));
  } catch (error) {
    if (signal.aborted) return null;
    throw error;
  } finally {
    signal.removeEventListener('abort', end);
    sampler.kill();
  }
}

const notVisible = (port: number): Outcome<ServerWaits> =>
  gotNothing(
    'not-visible',
    `the process that listens on port ${port} cannot be read here: run whyslow as its user, or as root`,
  );

async function reportOf(sampler: ChildProcess, signal: AbortSignal): Promise<SamplerReport | null> {
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(SAMPLER_TIMEOUT_MS)]);
  const [report] = (await once(sampler, 'message', { signal: bounded }).catch(() => [null])) as [SamplerReport | null];
  return report;
}

async function requestsOf({ target, signal }: GatherContext): Promise<readonly TimedRequest[]> {
  const requests: TimedRequest[] = [];
  const endMs = performance.now() + SAMPLE_FOR_MS;
  while (performance.now() < endMs && !isEnough(requests) && !signal.aborted) {
    const request = await timedGet(target, AbortSignal.any([signal, AbortSignal.timeout(LONGEST_ANSWER_MS)]));
    if (request === null) break;
    requests.push(request);
  }
  return requests;
}

function isEnough(requests: readonly TimedRequest[]): boolean {
  const totalMs = requests.reduce((sum, { sentUs, endUs }) => sum + endUs - sentUs, 0) / 1_000;
  const isSlowly = totalMs > SLOW_ANSWER_MS * requests.length;
  return requests.length >= MOST_REQUESTS || (isSlowly && totalMs >= ENOUGH_OF_SLOW_MS);
}

/** The slowest answer from the request to its first byte, the connect excluded. */
const isSlow = ({ slowestAnswerMs }: AddressVisits): boolean => (slowestAnswerMs ?? 0) > SLOW_ANSWER_MS;

export const waits = gatherer({
  kind: 'waits',
  title: 'watching what the server waits for',
  when: 'before',
  harm: 'none',
  budgetMs: 60_000,
  sends: [
    'GETs of the URL one at a time for 1.5 to 3 s, at most 100, where an answer took more than 100 ms; with `waits` always',
  ],
  platforms: ['linux'],
  needs: ['addresses', 'answer'],
  async gather({ addresses }, context) {
    const { host } = context.target;
    const answering = addresses.visits.filter(({ name, answer }) => name === host && answer !== null);
    if (context.watchesQuick !== true && !answering.some(isSlow)) return null;
    if (answering.length > 0 && answering.every(({ address }) => isThisMachine(address))) return gatherWaits(context);
    return gotNothing('other-machine', `${host} is not only this machine, and the processes of others cannot be seen`);
  },
});
