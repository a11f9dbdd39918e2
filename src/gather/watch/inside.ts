import { setTimeout as sleep } from 'node:timers/promises';
import { SLOW_ANSWER_MS } from '../../model/slow.ts';
import type { ServerWaits } from '../../model/waits.ts';
import type { Probe } from '../../model/watch.ts';
import type { GatherContext } from '../context.ts';
import { machineUs } from '../server/waits/clock.ts';
import type { TimedRequest } from '../server/waits/contract.ts';
import { watchWhile } from '../server/waits/watch-while.ts';
import type { OnProbe } from './visits.ts';

/** Long enough for some slow answers at the usual rate of one a second. */
const LOOK_MS = 3_000;
/** A look takes a tenth of a core. */
const BETWEEN_LOOKS_MS = 10_000;
const US_PER_MS = 1_000;

/**
 * Looks into the server after a slow answer, while the probes go on. It sends nothing itself, since a request more could
 * delay a probe. Linux only.
 */
export function insideLooks(context: GatherContext, onSeen: (waits: ServerWaits) => void): OnProbe {
  let ended: TimedRequest[] | null = null;
  let nextAtMs = 0;
  const collect = async (): Promise<readonly TimedRequest[]> => {
    await sleep(LOOK_MS, undefined, { signal: context.signal });
    return ended ?? [];
  };
  const look = async (): Promise<void> => {
    ended = [];
    const outcome = await watchWhile(context, collect);
    ended = null;
    nextAtMs = performance.now() + BETWEEN_LOOKS_MS;
    if (outcome?.ok === true && !context.signal.aborted) onSeen(outcome.value);
  };
  return (probe) => {
    ended?.push(requestOf(probe));
    const isDue = ended === null && performance.now() >= nextAtMs;
    if (isDue && process.platform === 'linux' && isSlow(probe)) void look().catch(() => {});
  };
}

/** The time at the server: without the lookup, the connect, and the delay of the generator. */
const openMs = ({ tookMs, lagMs, lookupMs, connect }: Probe): number =>
  Math.max(0, tookMs - lagMs - (lookupMs ?? 0) - (connect?.ms ?? 0));

const isSlow = (probe: Probe): boolean => probe.status !== null && openMs(probe) > SLOW_ANSWER_MS;

/** A probe is reported at its end. */
function requestOf(probe: Probe): TimedRequest {
  const endUs = machineUs();
  return { sentUs: endUs - openMs(probe) * US_PER_MS, endUs, port: null, serverTiming: [] };
}
