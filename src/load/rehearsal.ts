import type { Target } from '../model/target.ts';
import type { Ground, Suite } from '../suites/contract.ts';
import { runPass } from './pass.ts';

/**
 * V8 compiles what runs often, in steps, and each step may hold an answer up by a millisecond or more. After this many
 * turns of a suite nothing is left to compile; before it, one answer in a hundred is measurably late.
 */
const TURNS = 3_000;
/** A machine on which this takes longer has other troubles, and the witness will name them. */
const LONGEST_MS = 1_000;
/** As in most passes, so that the queues of the engine are exercised as well. */
const USERS = 8;

/** The suite's own turns against a server that answers at once and always right. */
export async function rehearse(target: Target, suite: Suite, ground: Ground, signal: AbortSignal): Promise<void> {
  await runPass({
    suite,
    target,
    ground,
    arm: 'target',
    users: Array.from({ length: USERS }, (_, index) => ({
      credentials: { username: `user${index}`, password: '' },
      tokens: { access: `access-${index}`, refresh: `refresh-${index}` },
    })),
    connection: 'kept-alive',
    model: { kind: 'closed' },
    warmUp: 'three-each',
    requests: TURNS,
    maxTimeMs: LONGEST_MS,
    limit: null,
    untilSure: false,
    floor: null,
    signal,
    onTaken: () => {},
    onSecond: () => {},
    onSample: () => {},
  });
}
