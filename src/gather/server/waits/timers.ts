import type { TaskTick, TimedRequest } from './contract.ts';
import { loopTimeoutMs } from './system-calls.ts';

/** One sample during a request. */
export interface Moment {
  readonly request: TimedRequest;
  readonly tick: TaskTick;
  /** All samples during the request. */
  readonly ticks: readonly TaskTick[];
}

/** A time-out is in whole ms, and the kernel may end it some ms late. */
const SLACK_US = 5_000;
const US_PER_MS = 1_000;

/**
 * Whether a loop waits for events here, and goes on when its time-out has passed: it sleeps by a timer. The wait began between
 * the first sample that shows it and the one before, and ended between the last one and the one after.
 *
 * @param idleTimeouts for each thread: a timer that is not longer passes without a request too.
 */
export const endsByTimer = (moment: Moment, arch: string, idleTimeouts: ReadonlyMap<number, number>): boolean =>
  moment.tick.tasks.some(({ task, call }) => {
    const timeoutMs = call === null ? null : loopTimeoutMs(call, arch);
    if (timeoutMs === null || timeoutMs <= (idleTimeouts.get(task) ?? 0)) return false;
    const { begun, ended } = boundsOf(moment, (tick) =>
      tick.tasks.some(
        (each) => each.task === task && each.call !== null && loopTimeoutMs(each.call, arch) === timeoutMs,
      ),
    );
    const timerUs = timeoutMs * US_PER_MS;
    return begun.untilUs + timerUs >= ended.fromUs - SLACK_US && begun.fromUs + timerUs <= ended.untilUs + SLACK_US;
  });

interface Bounds {
  readonly fromUs: number;
  readonly untilUs: number;
}

/** When a state that holds at this sample began and ended. */
function boundsOf(
  { request, tick, ticks }: Moment,
  holds: (tick: TaskTick) => boolean,
): { readonly begun: Bounds; readonly ended: Bounds } {
  const here = ticks.indexOf(tick);
  const before = ticks.slice(0, here).findLastIndex((each) => !holds(each));
  const next = ticks.slice(here).findIndex((each) => !holds(each));
  const after = next === -1 ? ticks.length : here + next;
  const timeAt = (index: number, otherwiseUs: number): number => ticks[index]?.atUs ?? otherwiseUs;
  return {
    begun: { fromUs: timeAt(before, request.sentUs), untilUs: timeAt(before + 1, tick.atUs) },
    ended: { fromUs: timeAt(after - 1, tick.atUs), untilUs: timeAt(after, request.endUs) },
  };
}
