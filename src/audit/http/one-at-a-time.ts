import type { Slope } from '../../model/slope.ts';
import { isOneAtATime } from '../../model/slope-shape.ts';

/** Whether connections waited to be accepted while a request was worked on. */
export const queueSeen = ({ batches }: Slope): boolean =>
  batches.some(({ atOnce, notAccepted }) => atOnce > 1 && (notAccepted ?? 0) > 0);

/** A SYN is sent again after a second (RFC 6298 §2.1). No connect on loopback takes nearly as long otherwise. */
const SYN_AGAIN_MS = 900;

export const isSynSentAgain = (connectMs: number): boolean => connectMs >= SYN_AGAIN_MS;

/** Whether a full queue of the listener delayed connects, which then are the cause of the delays. */
export const holdsBack = ({ batches }: Slope): boolean =>
  batches.some(({ connectsMs }) => connectsMs.some(isSynSentAgain));

/**
 * Whether the requests wait for one event loop. A free event loop accepts connections at once, and reads any number of them.
 * So it accepts a second silent connection, and lets connections wait only while it does not run.
 */
export const blocksEventLoop = (slope: Slope): boolean =>
  isOneAtATime(slope, 'none') && slope.serving?.hasEventLoop === true && slope.acceptsIdle === true && queueSeen(slope);
