import type { Slope } from '../../model/slope.ts';
import { isOneAtATime } from '../../model/slope-shape.ts';

/** Whether connections waited to be accepted while a request was worked on, in most of the batches. */
export function queueSeen({ batches }: Slope): boolean {
  const several = batches.filter(({ atOnce }) => atOnce > 1);
  return several.filter(({ notAccepted }) => (notAccepted ?? 0) > 0).length > several.length / 2;
}

/**
 * Whether the requests wait for one event loop. A free event loop accepts connections at once, and reads any number of them.
 * So it accepts a second silent connection, and lets connections wait only while it does not run.
 */
export const blocksEventLoop = (slope: Slope): boolean =>
  isOneAtATime(slope, 'none') && slope.serving?.hasEventLoop === true && slope.acceptsIdle === true && queueSeen(slope);
