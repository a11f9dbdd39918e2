import type { WaitKind } from '../../../model/waits.ts';
import type { TaskTick } from './contract.ts';
import { isReady, type ReadyTime, readyTimes, spanOf, ticksIn } from './ready-times.ts';
import { nothingKnown, type Reason, reasonAt } from './reasons.ts';
import { type Scene, sceneOf, type Watch } from './scene.ts';

/** A part of the time of the requests; `peer` is the place at the other end. */
export interface Part {
  readonly kind: WaitKind;
  readonly peer: string | null;
  readonly us: number;
}

/**
 * Where the time of the requests went. The parts add up to the times of the requests. A thread that waits as it did before
 * the first request waits for the next one, and explains nothing.
 */
export function attribute(given: Watch): readonly Part[] {
  const { watched, requests } = given;
  const sums = new Map<string, Part>();
  const add = ({ kind, peer }: Reason, us: number): void => {
    const key = `${kind} ${peer ?? ''}`;
    if (us > 0) sums.set(key, { kind, peer, us: (sums.get(key)?.us ?? 0) + us });
  };
  const scene = sceneOf(given);
  for (const ready of readyTimes(requests, watched.taskTicks)) {
    addRequest(add, scene, { ...ready, ticks: ticksIn(ready.request, watched.taskTicks) });
  }
  return [...sums.values()].toSorted((a, b) => b.us - a.us);
}

type Add = (reason: Reason, us: number) => void;

interface Looked extends ReadyTime {
  readonly ticks: readonly TaskTick[];
}

/** The rest is divided by what the threads waited for at the samples at which none of them could run. */
function addRequest(add: Add, scene: Scene, { request, cpuUs, coreUs, ticks }: Looked): void {
  add({ kind: 'cpu', peer: null }, cpuUs);
  add({ kind: 'core', peer: null }, coreUs);
  const restUs = spanOf(request) - cpuUs - coreUs;
  const waiting = ticks
    .map((tick, index) => ({ tick, us: tick.atUs - (ticks[index - 1]?.atUs ?? request.sentUs) }))
    .filter(({ tick }) => !isReady(tick));
  const waitedUs = waiting.reduce((sum, { us }) => sum + us, 0);
  for (const { tick, us } of waiting) add(reasonAt(scene, { request, tick, ticks }), (restUs * us) / waitedUs);
  if (waiting.length === 0) add(nothingKnown, restUs);
}
