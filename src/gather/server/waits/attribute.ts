import type { WaitKind } from '../../../model/waits.ts';
import type { TaskTick, TimedRequest } from './contract.ts';
import { nothingKnown, type Reason, reasonAt } from './reasons.ts';
import { type Scene, sceneOf, type Watch } from './scene.ts';
import { spentIn, totalOf } from './spent.ts';

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
  for (const request of requests) addRequest(add, scene, { request, all: watched.taskTicks });
  return [...sums.values()].toSorted((a, b) => b.us - a.us);
}

type Add = (reason: Reason, us: number) => void;

/**
 * The time on a core and the wait for one are counts of the kernel. The rest is divided by what the threads waited for at the
 * samples at which none of them could run.
 */
function addRequest(
  add: Add,
  scene: Scene,
  { request, all }: { readonly request: TimedRequest; readonly all: readonly TaskTick[] },
): void {
  const spanUs = request.endUs - request.sentUs;
  const { runUs, queueUs } = totalOf(spentIn(request, all).values());
  const cpuUs = Math.min(spanUs, runUs);
  const coreUs = Math.min(spanUs - cpuUs, queueUs);
  add({ kind: 'cpu', peer: null }, cpuUs);
  add({ kind: 'core', peer: null }, coreUs);
  const restUs = spanUs - cpuUs - coreUs;
  const ticks = all.filter(({ atUs }) => atUs > request.sentUs && atUs <= request.endUs);
  const waiting = ticks
    .map((tick, index) => ({ tick, us: tick.atUs - (ticks[index - 1]?.atUs ?? request.sentUs) }))
    .filter(({ tick: { tasks } }) => !tasks.some(({ state }) => state === 'R'));
  const waitedUs = waiting.reduce((sum, { us }) => sum + us, 0);
  for (const { tick, us } of waiting) add(reasonAt(scene, { request, tick, ticks }), (restUs * us) / waitedUs);
  if (waiting.length === 0) add(nothingKnown, restUs);
}
